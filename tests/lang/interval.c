// Intervals: no drift, what becomes of missed ticks, other starts, a stop.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int64_t start;

static long long ms(int64_t time) {
    return (long long)((time - start) / TARRY_MS(1));
}

// Ticks of 100 ms of which one is followed by work for 250 ms.
async int sample(enum tarry_missed missed) {
    start = tarry_now();
    struct tarry_interval every = {.period = TARRY_MS(100), .missed = missed};
    for (int i = 0; i < 7; i++) {
        int64_t due = await tarry_interval_tick(&every);
        printf("%lld(%lld) ", ms(tarry_now()), ms(due));
        await tarry_sleep(i == 1 ? TARRY_MS(250) : TARRY_MS(3));
    }
    printf("\n");
    return 0;
}

// A tick that comes a little late: less, and more, than a tenth of the period.
async int late(int part) {
    start = tarry_now();
    struct tarry_interval every = {.period = TARRY_MS(100), .missed = TARRY_DELAY};
    for (int i = 0; i < 3; i++) {
        await tarry_interval_tick(&every);
        printf("%lld ", ms(tarry_now()));
        await tarry_sleep(i == 0 ? TARRY_MS(100 + part) : 0);
    }
    printf("\n");
    return 0;
}

async int main(void) {
    tarry_clock_pause(TARRY_CLOCK_AUTOMATIC);
    await sample(TARRY_BURST);
    await sample(TARRY_DELAY);
    await sample(TARRY_SKIP);
    await late(10);
    await late(11);

    start = tarry_now();
    struct tarry_interval later = {.period = TARRY_SEC(1), .next = start + TARRY_MS(10)};
    long long first = ms(await tarry_interval_tick(&later)), second = ms(await tarry_interval_tick(&later));
    printf("%lld %lld\n", first, second);

    struct tarry_interval none = {0}, negative = {.period = -1};
    printf("%d %d\n", await tarry_interval_tick(&none) == -EINVAL, await tarry_interval_tick(&negative) == -EINVAL);

    struct tarry_interval huge = {.period = INT64_MAX};
    int64_t now = tarry_now(), cancelled = 0;
    printf("%d", await tarry_interval_tick(&huge) == now);
    within (TARRY_SEC(1)) {
        cancelled = await tarry_interval_tick(&huge);
    }
    else {
        printf(" %d %d\n", cancelled == -ECANCELED, huge.next == INT64_MAX);
    }
    return 0;
}

// expect: 0(0) 100(100) 350(200) 353(300) 400(400) 500(500) 600(600)
// expect: 0(0) 100(100) 350(200) 450(450) 550(550) 650(650) 750(750)
// expect: 0(0) 100(100) 350(200) 400(400) 500(500) 600(600) 700(700)
// expect: 0 110 200
// expect: 0 111 211
// expect: 10 1010
// expect: 1 1
// expect: 1 1 1
