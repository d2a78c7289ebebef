# Names of tasks stand in reports and in gdb: a task's own, the innermost; what it calls has none.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <tarry.h>
#include <unistd.h>

static void stop_here(void) {
    puts("here");
}

static async int nap(void) {
    return await tarry_sleep(INT64_MAX);
}

static async int client(int n) {
    char name[20];
    snprintf(name, sizeof name, "client %d", n);
    TARRY_TASK_NAME(name);
    if (n == 2) {
        TARRY_TASK_NAME("innermost");
        return await nap();
    }
    return await nap();
}

static async int nameless(void) {
    return await nap();
}

static off_t reported(void) {
    struct stat status = {0};
    fstat(STDERR_FILENO, &status);
    return status.st_size;
}

static async int asks(void) {
    TARRY_TASK_NAME("asker");
    await tarry_sleep(TARRY_MS(10));
    stop_here();
    off_t before = reported();
    tarry_dump(NULL);
    while (reported() == before)
        await tarry_sleep(TARRY_MS(1));
    return strcmp(tarry_task_name(), "asker");
}

async int main(void) {
    if (tarry_task_name())
        return 1;
    TARRY_TASK_NAME("server");
    int wrong = 1;
    concurrent (s) {
        spawn (s) client(1);
        spawn (s) client(2);
        spawn (s) nameless();
        concurrent (t) {
            spawn (t) wrong = asks();
        }
        tarry_cancel(&s);
    }
    return wrong || strcmp(tarry_task_name(), "server");
}
END
for level in -O0 -O2; do
    "$TARRYCC" -g $level -Wall -Werror program.c -o program
    ./program >out 2>report || fail "status $?: $(cat report)"
    has report '"server" main (program.c:'
    has report '"client 1" client (program.c:23) > nap (program.c:12) > tarry_sleep'
    has report '"innermost" client (program.c:21) > nap'
    has report '"asker" asks (program.c:'
    has report ' nameless (program.c:27) > nap'
    has_not report '" nameless'
    has_not report '" nap'
    command -v gdb >/dev/null || continue
    TARRY_WORKERS=2 gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -ex 'set pagination off' -ex 'break stop_here' \
        -ex run -ex 'tarry tasks' -ex 'tarry bt 2' -ex 'tarry locals 5' program >live 2>&1 || fail "$(cat live)"
    has live '"server" main (program.c:'
    has live '"client 1" client (program.c:23) > nap (program.c:12) > tarry_sleep'
    has live '"innermost" client (program.c:21)'
    has live '"asker" asks (running)'
    has live 'Task 2, "asker" asks (running)'
    has_not live tarry__
done
