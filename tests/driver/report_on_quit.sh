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
cat >alike.c <<'END'
#include <tarry.h>

static async int client(int n, struct tarry_event *stop) {
    if (n == 700) {
        await tarry_yield();
        return await tarry_event_wait(stop);
    }
    return await tarry_sleep(INT64_MAX);
}

static async void settle(int turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

async int main(void) {
    struct tarry_event stop = {0};
    concurrent (clients) {
        for (int i = 0; i < 1000; i++) {
            spawn (clients) client(i, &stop);
        }
        await settle(10);
        tarry_dump(NULL);
        await settle(10);
        tarry_cancel(&clients);
    }
    return 0;
}
END
cat >late.c <<'END'
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <tarry.h>
#include <unistd.h>

static atomic_bool stuck, released;

static async void computes(void) { // on another worker than 0, which makes the report
    while (gettid() == getpid() && !released) {
        for (int64_t until = tarry_now() + TARRY_MS(1); tarry_now() < until;) { // what is short is not stolen
        }
        await tarry_yield();
    }
    stuck = true;
    while (!released) {
    }
}

async int main(void) {
    struct stat status = {0};
    within (TARRY_SEC(10000)) { // so it stays on worker 0
        parallel (s) {
            for (int i = 0; i < 2; i++) { // one of them is stolen, the other keeps worker 0 awake
                spawn (s) computes();
            }
            while (!stuck) {
                await tarry_yield();
            }
            tarry_dump(NULL);
            while (fstat(STDERR_FILENO, &status) == 0 && status.st_size == 0) {
                await tarry_yield();
            }
            released = true;
        }
    }
    return 0;
}
END
"$TARRYCC" -g alike.c -o alike # what is alike is counted, so that what is not is seen
TARRY_WORKERS=1 ./alike 2>err || fail "a report of tasks that are alike: $?"
cat >wanted <<'END'
tarry: all tasks:
  main (alike.c:25) > settle (alike.c:13) > tarry_yield: ready to run
    client (alike.c:8) > tarry_sleep
    ... and 298 more like it
    client (alike.c:6) > tarry_event_wait
    client (alike.c:8) > tarry_sleep
    ... and 699 more like it
END
same wanted err
"$TARRYCC" -g late.c -o late # a report that lacks what a worker keeps says so
TARRY_WORKERS=2 ./late 2>err || fail "a report beside a worker that does not stop: $?"
has err "  (worker 1 did not stop in time; with TARRY_REPORT_BUSY=100 what it runs is named."
TARRY_WORKERS=2 TARRY_REPORT_BUSY=900000000 ./late 2>err || fail "a report beside a worker that does not stop: $?"
has err "  (worker 1 did not stop in time, for it runs computes (late.c:10)."
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
