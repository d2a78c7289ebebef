// Every receiver gets every message; one that is slow is told how many it has missed; one that waits misses none.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

typedef TARRY_BROADCAST(int) ints;

static async int sum_all(ints *broadcast, struct tarry_subscription *subscription) {
    int n, sum = 0, got;
    while ((got = await tarry_broadcast_receive(broadcast, subscription, &n)) > 0) {
        sum += n;
    }
    return got == 0 ? sum : got;
}

async int main(void) {
    int storage[3], n, sums[3];
    ints b = TARRY_BROADCAST_INIT(storage);
    struct tarry_subscription slow = {0}, waiting[3];
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            waiting[i] = tarry_broadcast_subscribe(&b);
            spawn (s) sums[i] = sum_all(&b, &waiting[i]);
        }
        for (int i = 1; i <= 10; i++) {
            await tarry_yield();
            await tarry_yield();
            tarry_broadcast_send(&b, i);
        }
        struct tarry_subscription late = tarry_broadcast_subscribe(&b);
        printf("%d %d\n", (int)tarry_broadcast_length(&b, &slow), (int)tarry_broadcast_length(&b, &late));
        printf("%d", tarry_broadcast_try_receive(&b, &late, &n) == -EAGAIN);
        tarry_broadcast_close(&b);
        printf(" %d\n", tarry_broadcast_try_receive(&b, &late, &n));
    }
    printf("%d %d %d\n", sums[0], sums[1], sums[2]);
    printf("%d", tarry_broadcast_send(&b, 1) == -EPIPE);
    printf(" %d", await tarry_broadcast_receive(&b, &slow, &n) == -EOVERFLOW);
    printf(" %d:", (int)slow.missed);
    while (await tarry_broadcast_receive(&b, &slow, &n) > 0) {
        printf(" %d", n);
    }
    printf("\n");

    b = (ints){0}; // no memory: who waits gets it
    slow = tarry_broadcast_subscribe(&b);
    concurrent (s) {
        waiting[0] = slow;
        spawn (s) sums[0] = sum_all(&b, &waiting[0]);
        await tarry_yield();
        tarry_broadcast_send(&b, 7);
        tarry_broadcast_close(&b);
    }
    printf("%d", sums[0]);
    printf(" %d", tarry_broadcast_try_receive(&b, &slow, &n) == -EOVERFLOW);
    printf(" %d\n", (int)slow.missed);
    return 0;
}

// expect: 10 0
// expect: 1 0
// expect: 55 55 55
// expect: 1 1 7: 8 9 10
// expect: 7 1 1
