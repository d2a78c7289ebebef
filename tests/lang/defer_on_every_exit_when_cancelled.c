// In a cancelled task deferred statements run on every way out, last first, and their awaits still work, while
// the waits between them are refused.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int log_out(const char *where, int n) {
    int error = await tarry_sleep(TARRY_US(50));
    printf("  %s %d%s\n", where, n, error ? " refused" : "");
    return 0;
}

static async int leave(int way) {
    int round = 0;
    defer await log_out("function", way);
    for (;;) {
        defer await log_out("loop", way);
        if (++round == 3)
            break;
        {
            defer {
                await log_out("block", round);
                await log_out("block again", round);
            }
            int error = await tarry_sleep(TARRY_SEC(3600));
            if (error != -ECANCELED)
                printf("not cancelled\n");
            switch (way) {
            case 0:
                return error;
            case 1:
                goto out;
            case 2:
                break;
            case 3:
                continue;
            }
            if (way == 2)
                break;
        }
        if (way == 4)
            continue;
    }
    return round;
out:
    return await tarry_sleep(TARRY_NS(1)) == -ECANCELED ? 7 : 8;
}

async int main(void) {
    for (int way = 0; way < 5; way++) {
        int result = 0;
        concurrent (s) {
            spawn (s) result = leave(way);
            await tarry_yield();
            tarry_cancel(&s);
        }
        printf("%d: %d\n", way, result == -ECANCELED ? -1 : result);
    }
    return 0;
}

// expect:   block 1
// expect:   block again 1
// expect:   loop 0
// expect:   function 0
// expect: 0: -1
// expect:   block 1
// expect:   block again 1
// expect:   loop 1
// expect:   function 1
// expect: 1: 7
// expect:   block 1
// expect:   block again 1
// expect:   loop 2
// expect:   function 2
// expect: 2: 1
// expect:   block 1
// expect:   block again 1
// expect:   loop 3
// expect:   block 2
// expect:   block again 2
// expect:   loop 3
// expect:   loop 3
// expect:   function 3
// expect: 3: 3
// expect:   block 1
// expect:   block again 1
// expect:   loop 4
// expect:   block 2
// expect:   block again 2
// expect:   loop 4
// expect:   loop 4
// expect:   function 4
// expect: 4: 3
