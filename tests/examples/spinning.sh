# spinning.c: a task that never awaits keeps nobody waiting but who can only run where it runs; and that is reported.
# (Faults 35 and 36.)
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/spinning.c" -o spinning

for reactor in default epoll; do
    for workers in 2 32; do
        if [ $reactor = default ]; then unset TARRY_REACTOR; else export TARRY_REACTOR=$reactor; fi
        TARRY_WORKERS=$workers ./spinning >out
        [ "$(cat out)" = "1000 of 1000 did their work while it was spinning" ]
    done
done

# Who waits for a turn at the very worker: that it spins is reported. The first SIGQUIT finds no worker to write a report, the second one says so.
ulimit -c 0
env --default-signal=QUIT TARRY_WORKERS=32 TARRY_REPORT_BUSY=20 ./spinning alone >out 2>err &
trap 'kill -KILL $! 2>/dev/null || true' EXIT
line=$(grep -n '^static async unsigned long spin(' "$ROOT/examples/spinning.c" | cut -d: -f1)
until grep -q "^tarry: worker 0 has been running spin (spinning.c:$line) for [0-9]* ms without an await" err; do
    sleep 0.02
done
while kill -QUIT $! 2>/dev/null; do
    sleep 0.02
done
status=0
wait $! || status=$?
[ $status = 131 ]
grep -q "^tarry: no report: worker 0 is busy with spin (spinning.c:$line), which does not come to an await$" err
