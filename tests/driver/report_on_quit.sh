# SIGQUIT makes a running program report all its tasks, and go on; a second one ends a program that hangs.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <tarry.h>
#include <unistd.h>

static async int nap(int64_t duration) {
    return await tarry_sleep(duration);
}

static off_t reported(void) {
    struct stat status = {0};
    fstat(STDERR_FILENO, &status);
    return status.st_size;
}

static async int asks(void) {
    off_t before = reported();
    kill(getpid(), SIGQUIT);
    while (reported() == before && !getenv("IGNORED")) {
        await tarry_sleep(TARRY_MS(1));
    }
    before = reported();
    tarry_dump(NULL);
    while (reported() == before) {
        await tarry_sleep(TARRY_MS(1));
    }
    return 0;
}

async int main(void) {
    int result = 0;
    parallel (s) {
        spawn (s) result = nap(INT64_MAX);
        concurrent (t) {
            spawn (t) asks();
        }
        tarry_cancel(&s);
    }
    puts("ended");
    return result == 0;
}
END
cat >hangs.c <<'END'
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

async int main(void) {
    puts("hangs");
    fflush(stdout);
    while (access("asked", R_OK) != 0) {
    }
    puts("still");
    fflush(stdout);
    for (;;) {
        (void)access(".", R_OK);
    }
}
END
cat >deep.c <<'END'
#include <tarry.h>

static async int deep(int n);
static async int (*volatile pointer)(int) = deep;

static async int deep(int n) {
    char room[48] = {(char)n};
    async int (*p)(int) = pointer;
    if (n == 0) {
        return 0;
    }
    int result = await p(n - 1);
    return result + room[0] - (char)n;
}

static async int calls(int n) {
    int sum = 0;
    for (int i = 0; i < 300; i++) {
        sum += await deep(n + i % 50);
    }
    return sum;
}

async int main(void) {
    concurrent (s) {
        for (int i = 0; i < 6; i++) {
            spawn (s) calls(20 + i * 17);
        }
        for (int i = 0; i < 40; i++) {
            tarry_dump(NULL);
            await tarry_yield();
        }
    }
    return 0;
}
END
"$TARRYCC" -g deep.c -o deep
for workers in 1 2; do # among them tasks that yielded just when a frame had ended, and what it awaited was gone
    TARRY_WORKERS=$workers ./deep 2>err || fail "a report of deep calls: $?"
    has err "calls (deep.c:19) > deep (deep.c:12) > deep (deep.c:12) > deep"
done
"$TARRYCC" -g program.c -o program
for reactor in epoll uring; do
    for workers in 1 2; do
        TARRY_REACTOR=$reactor TARRY_WORKERS=$workers ./program >out 2>err || [ $reactor = uring ] || fail "$(cat err)"
        if grep -q "cannot start" err; then
            continue # no io_uring here
        fi
        is out ended
        [ "$(grep -c '^tarry: all tasks:$' err)" = 2 ] || fail "not two reports: $(cat err)"
        has err "main (program.c:36) > end of scope"
        has err "nap (program.c:9) > tarry_sleep"
        has err asks
    done
done
(trap '' QUIT; IGNORED=1 ./program >out 2>err) # who is told to ignore it ignores it
[ "$(grep -c '^tarry: all tasks:$' err)" = 1 ] || fail "not one report: $(cat err)"
"$TARRYCC" hangs.c -o hangs
ulimit -c 0
command -v pgrep >/dev/null || exit 0
# In the background a shell has SIGQUIT ignored.
env --default-signal=QUIT timeout -s KILL 30 ./hangs >out 2>err &
await_line() {
    until grep -q "$1" out; do
        kill -0 $! || fail "it ended before '$1': $(cat err)"
        sleep 0.02
    done
}
await_line hangs
child=$(pgrep -P $! hangs)
kill -QUIT "$child"
while grep -q '^ShdPnd:.*[4-7c-f]$' "/proc/$child/status"; do # until the signal has been taken
    sleep 0.02
done
touch asked
await_line still
kill -QUIT "$child"
status=0
wait $! || status=$?
[ $status = 131 ] || fail "status $status, not that of SIGQUIT"
has err "tarry: no report: worker 0 is busy with main (hangs.c:5), which does not come to an await"
