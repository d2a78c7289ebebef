# buffered_stream.c: it ends, with everything stored; with one connection and a buffer larger than that too.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/buffered_stream.c" -o buffered_stream
sed 's/CONNECTIONS = 5/CONNECTIONS = 1/; s/BUFFER = 5/BUFFER = 50/' "$ROOT/examples/buffered_stream.c" >narrow.c
$TARRYCC -O2 narrow.c -o narrow
sed 's/concurrent (s/parallel (s/' "$ROOT/examples/buffered_stream.c" >wide.c
$TARRYCC -O2 wide.c -o wide

for program in buffered_stream narrow wide; do
    for workers in 1 4; do
        [ "$(TARRY_WORKERS=$workers ./$program)" = "100 records fetched and stored, sum 328350" ]
    done
done
