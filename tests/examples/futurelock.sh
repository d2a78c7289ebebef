# futurelock.c: it ends, and with every lock had.
# sanitizers: thread
for tarrycc in "$TARRYCC -O2" "$TARRYCC_THREAD"; do
    $tarrycc -Wall -Wextra -Werror "$ROOT/examples/futurelock.c" -o futurelock
    for workers in 1 2 8; do
        [ "$(TARRY_WORKERS=$workers ./futurelock)" = "a thousand times the lock was lent, waited for in vain, and had: 1000" ]
    done
done
