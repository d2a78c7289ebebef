# proxy.c: both versions answer every request rightly; how many a second is printed, not tested. The third is refused, with the
# line of the lock, that of the await, and what to do.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/proxy.c" -pthread -o proxy
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/proxy_load.c" -o proxy_load
for reactor in default epoll; do
    for workers in 1 4; do
        if [ $reactor = default ]; then unset TARRY_REACTOR; else export TARRY_REACTOR=$reactor; fi
        TARRY_WORKERS=$workers ./proxy_load ./proxy >out
        cat out
        grep -q '^that is [0-9.]* times as many$' out
    done
done

! $TARRYCC -DHOLD_THREAD_LOCK "$ROOT/examples/proxy.c" -pthread -o proxy 2>errors || exit 1
[ "$(grep -c 'error: ' errors)" = 1 ]
line=$(grep -n 'ssize_t result = await forward' "$ROOT/examples/proxy.c" | cut -d: -f1)
grep -q "proxy.c:$line:[0-9]*: error: .*proxy->lock.*\[L40\]" errors
grep -q "^hint: unlock before the await" errors
