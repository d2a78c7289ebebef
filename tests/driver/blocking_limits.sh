# The blocking pool's limits come from the environment; a report says when calls wait for a thread. (Fault 8.)
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <stdio.h>
#include <sys/stat.h>
#include <tarry.h>
#include <unistd.h>

static int ends[2];

static off_t reported(void) {
    struct stat status = {0};
    fstat(STDERR_FILENO, &status);
    return status.st_size;
}

static int read_one(void) {
    char byte;
    return (int)read(ends[0], &byte, 1);
}

static async int call(void) {
    return await blocking(read_one());
}

async int main(void) {
    int sum[5];
    struct tarry_blocking_pool pool = {0};
    if (pipe(ends) != 0)
        return 1;
    concurrent (s) {
        for (int i = 0; i < 5; i++)
            spawn (s) sum[i] = call();
        while (pool.queued != 3) { // both threads have taken one
            await tarry_yield();
            tarry_blocking_pool(NULL, &pool);
        }
        tarry_dump(NULL);
        while (reported() == 0)
            await tarry_sleep(TARRY_MS(1));
        if (write(ends[1], "xxxxx", 5) != 5)
            return 1;
    }
    printf("%u %u %d\n", pool.threads, pool.threads_max, sum[0] + sum[1] + sum[2] + sum[3] + sum[4]);
    return 0;
}
END
"$TARRYCC" -O2 -Wall program.c -o program
TARRY_BLOCKING_THREADS=2 ./program >out 2>report || fail "status $?: $(cat report)"
has out "2 2 5"
has report "(3 blocking calls wait for one of 2 threads; at most 2)"
for value in 0 65537 many; do
    status=0
    TARRY_BLOCKING_THREADS=$value ./program >out 2>report || status=$?
    [ $status = 2 ] || fail "status $status"
    has report "tarry: TARRY_BLOCKING_THREADS=$value: expected a number from 1 to 65536"
done
status=0
TARRY_BLOCKING_IDLE=1s ./program >out 2>report || status=$?
[ $status = 2 ] || fail "status $status"
has report "tarry: TARRY_BLOCKING_IDLE=1s: expected milliseconds, up to 1000000000"
