# lost_message.c: what an arm had received when it lost is not lost.
# sanitizers: address thread
for tarrycc in "$TARRYCC -O2" "$TARRYCC_ADDRESS" "$TARRYCC_THREAD"; do
    $tarrycc -Wall -Wextra -Werror "$ROOT/examples/lost_message.c" -o lost_message
    for workers in 1 4; do
        [ "$(TARRY_WORKERS=$workers ./lost_message)" = "20000 messages received, 0 lost or received twice" ]
    done
done
