// One value, one time: sent before and after it is waited for, refused, closed by either side, received once.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct reply {
    int code;
    const char *text;
};
typedef TARRY_ONESHOT(struct reply) reply_slot;

static async int answer(reply_slot *slot, int code) {
    await tarry_yield();
    return tarry_oneshot_send(slot, (struct reply){code, "later"});
}

static async void give_up(reply_slot *slot) {
    defer tarry_oneshot_close(slot);
    await tarry_yield();
}

async int main(void) {
    struct reply reply;
    reply_slot slot = {0};
    printf("%d", tarry_oneshot_try_receive(&slot, &reply) == -EAGAIN);
    printf(" %d", tarry_oneshot_send(&slot, (struct reply){1, "at once"}));
    printf(" %d", tarry_oneshot_send(&slot, reply) == -EALREADY);
    printf(" %d", await tarry_oneshot_receive(&slot, &reply));
    printf(" %d %s", reply.code, reply.text);
    printf(" %d", await tarry_oneshot_receive(&slot, &reply));
    printf(" %d\n", tarry_oneshot_send(&slot, reply) == -EPIPE);

    slot = (reply_slot){0};
    int sent = 1, got[2] = {-1, -1};
    concurrent (s) {
        spawn (s) sent = answer(&slot, 2);
        got[0] = await tarry_oneshot_receive(&slot, &reply);
    }
    printf("%d %d %d %s\n", sent, got[0], reply.code, reply.text);

    slot = (reply_slot){0};
    struct reply second;
    concurrent (s) {
        spawn (s) got[0] = tarry_oneshot_receive(&slot, &reply);
        spawn (s) got[1] = tarry_oneshot_receive(&slot, &second);
        await tarry_yield();
        spawn (s) sent = answer(&slot, 3);
        printf("%d", await tarry_oneshot_wait_closed(&slot));
    }
    printf(" %d %d %d %d\n", sent, got[0], got[1], reply.code);

    slot = (reply_slot){0};
    concurrent (s) {
        spawn (s) give_up(&slot);
        printf("%d", await tarry_oneshot_receive(&slot, &reply));
    }
    printf(" %d %d\n", tarry_oneshot_is_closed(&slot), tarry_oneshot_send(&slot, reply) == -EPIPE);

    slot = (reply_slot){0};
    concurrent (s) { // the sender learns that nobody wants its value any more
        spawn (s) give_up(&slot);
        race {
            when (await tarry_oneshot_wait_closed(&slot)) {
                printf("not wanted\n");
            }
            when (await tarry_sleep(TARRY_SEC(3600))) {
                printf("computed\n");
            }
        }
    }
    return 0;
}

// expect: 1 0 1 1 1 at once 0 1
// expect: 0 1 2 later
// expect: 0 0 1 0 3
// expect: 0 1 1
// expect: not wanted
