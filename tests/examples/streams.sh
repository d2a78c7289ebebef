# streams.c: what each of the loops makes of a stream.
# sanitizers: address
for tarrycc in "$TARRYCC -O2" "$TARRYCC_ADDRESS"; do
    $tarrycc -Wall -Wextra -Werror "$ROOT/examples/streams.c" -o streams
    for workers in 1 4; do
        TARRY_WORKERS=$workers ./streams >out
        grep -v 'as they come' out >ordered
        diff - ordered <<'E2'
odd numbers: 1 3 5 7 9 11
squares, in order: 0 1 4 9 16 25 36 49 64 81 100 121
their sum: 506
the first five: 0 1 2 3 4
E2
        come=$(sed -n 's/^squares, as they come: //p' out | tr ' ' '\n')
        [ "$(echo "$come" | sort -n | tr '\n' ' ')" = "0 1 4 9 16 25 36 49 64 81 100 121 " ]
        [ "$(echo "$come" | tr '\n' ' ')" != "0 1 4 9 16 25 36 49 64 81 100 121 " ] # some take longer
    done
done

# In order also where they are squared on all workers.
sed '/limit/!s/concurrent (s/parallel (s/' "$ROOT/examples/streams.c" >parallel.c
$TARRYCC -O2 parallel.c -o parallel
for i in 1 2 3 4 5; do
    TARRY_WORKERS=4 ./parallel | grep -q '^squares, in order: 0 1 4 9 16 25 36 49 64 81 100 121$'
done

# Who wants no more closes: what is under way ends, those too that wait for their turn.
sed '/squares, in order/s/, 20);/, 3); tarry_channel_close(\&all); tarry_channel_close(\&squares);/' \
    "$ROOT/examples/streams.c" >closed.c
$TARRYCC -O2 closed.c -o closed
for workers in 1 4; do
    TARRY_WORKERS=$workers timeout 60 ./closed | grep -q '^squares, in order: 0 1 4$'
done
