// Once: the first that needs it makes it; one that fails, or is cancelled, hands over to the next.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int tries, value;

static async int make(void *argument) {
    const char *who = argument;
    int try = ++tries;
    printf("%s makes it\n", who);
    int error = await tarry_sleep(try == 1 ? INT64_MAX : 0);
    if (error < 0) {
        return error;
    }
    if (try == 2) {
        return -EIO;
    }
    value = 42;
    return 0;
}

static struct tarry_once once;

static async int need(const char *who) {
    int error = await tarry_once_run(&once, make, (void *)who);
    printf("%s: %s\n", who,
           error == 0            ? "has it"
           : error == -ECANCELED ? "cancelled"
                                 : "it failed");
    return error;
}

async int main(void) {
    concurrent (all) {
        concurrent (some) {
            spawn (some) need("ada");
            await tarry_yield();
            spawn (all) need("bob");
            spawn (all) need("cay");
            spawn (all) need("dan");
            await tarry_yield();
            tarry_cancel(&some);
        }
    }
    printf("%d %d\n", tarry_once_is_done(&once), value);
    await need("eve");
    printf("%d tries\n", tries);
    return 0;
}

// expect: ada makes it
// expect: ada: cancelled
// expect: bob makes it
// expect: bob: it failed
// expect: cay makes it
// expect: cay: has it
// expect: dan: has it
// expect: 1 42
// expect: eve: has it
// expect: 3 tries
