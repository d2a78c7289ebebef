# newsroom.c: every story is printed and reaches every subscriber, or he is told; one question has no answer.
# sanitizers: address thread
for tarrycc in "$TARRYCC -O2" "$TARRYCC_ADDRESS" "$TARRYCC_THREAD"; do
    $tarrycc -Wall -Wextra -Werror "$ROOT/examples/newsroom.c" -o newsroom
    for workers in 1 4; do
        [ "$(TARRY_WORKERS=$workers ./newsroom)" = "120 stories printed, 1 without an answer from the archive
subscriber 0: 120 read or missed
subscriber 1: 120 read or missed
subscriber 2: 120 read or missed" ]
    done
done
