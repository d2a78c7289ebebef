# SIGQUIT makes a running program report all its tasks, and go on; a second one ends a program that hangs.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static async int nap(int64_t duration) {
    return await tarry_sleep(duration);
}

static async int asks(void) {
    await tarry_sleep(TARRY_MS(20));
    kill(getpid(), SIGQUIT);
    await tarry_sleep(TARRY_MS(20));
    tarry_dump(NULL);
    await tarry_sleep(TARRY_MS(20));
    return 0;
}

async int main(void) {
    int result = 0;
    parallel (s) {
        spawn (s) result = nap(TARRY_MS(500));
        concurrent (t) {
            spawn (t) asks();
        }
    }
    puts("ended");
    return result;
}
END
cat >hangs.c <<'END'
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

async int main(void) {
    puts("hangs");
    fflush(stdout);
    for (;;) {
        (void)access(".", R_OK);
    }
}
END
"$TARRYCC" -g program.c -o program
for reactor in epoll uring; do
    for workers in 1 2; do
        TARRY_REACTOR=$reactor TARRY_WORKERS=$workers ./program >out 2>err || [ $reactor = uring ] || fail "$(cat err)"
        if grep -q "cannot start" err; then
            continue # no io_uring here
        fi
        is out ended
        [ "$(grep -c '^tarry: all tasks:$' err)" = 2 ] || fail "not two reports: $(cat err)"
        has err "main (program.c:23) > end of scope"
        has err "nap (program.c:7) > tarry_sleep"
        has err "asks (program.c:13) > tarry_sleep"
    done
done
(trap '' QUIT; ./program >out 2>err) # who is told to ignore it ignores it
[ "$(grep -c '^tarry: all tasks:$' err)" = 1 ] || fail "not one report: $(cat err)"
"$TARRYCC" hangs.c -o hangs
ulimit -c 0
command -v pgrep >/dev/null || exit 0
# In the background a shell has SIGQUIT ignored.
env --default-signal=QUIT timeout -s KILL 30 ./hangs >out 2>err &
until grep -q hangs out; do
    sleep 0.02
done
child=$(pgrep -P $! hangs)
kill -QUIT "$child"
sleep 0.2
kill -0 "$child" || fail "the first one ended it"
kill -QUIT "$child"
status=0
wait $! || status=$?
[ $status = 131 ] || fail "status $status, not that of SIGQUIT"
