// The latest value: with an initial one and without, skipped values, changes by several, closed.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct settings {
    int level;
    const char *name;
};
typedef TARRY_WATCH(struct settings) settings_watch;
typedef TARRY_WATCH(int) int_watch;

static settings_watch settings = TARRY_WATCH_INIT({.level = 1, .name = "first"});

static async int follow(settings_watch *watch, uint64_t *seen, struct settings *last) {
    int times = 0;
    while (await tarry_watch_receive(watch, seen, last) > 0) {
        times++;
    }
    return times;
}

static async void add(int_watch *watch, int times) {
    for (int i = 0; i < times;) {
        int value;
        uint64_t version = tarry_watch_get(watch, &value);
        i += tarry_watch_set_if(watch, version, value + 1) == 0;
    }
}

async int main(void) {
    uint64_t seen = 0;
    struct settings latest;
    printf("%d", tarry_watch_try_receive(&settings, &seen, &latest));
    printf(" %d %s %d", latest.level, latest.name, (int)seen);
    printf(" %d\n", tarry_watch_try_receive(&settings, &seen, &latest) == -EAGAIN);
    tarry_watch_set(&settings, (struct settings){2, "skipped"});
    tarry_watch_set(&settings, (struct settings){3, "third"});
    printf("%d", await tarry_watch_receive(&settings, &seen, &latest));
    printf(" %d %s %d\n", latest.level, latest.name, (int)seen);
    int times = 0;
    concurrent (s) {
        spawn (s) times = follow(&settings, &seen, &latest);
        await tarry_yield();
        tarry_watch_set(&settings, (struct settings){4, "fourth"});
        await tarry_yield();
        await tarry_yield();
        tarry_watch_set(&settings, (struct settings){5, "last"});
        tarry_watch_close(&settings);
    }
    printf("%d %d %s\n", times, latest.level, latest.name);
    printf("%d %d %d\n", tarry_watch_set(&settings, latest) == -EPIPE, tarry_watch_is_closed(&settings),
           (int)tarry_watch_get(&settings, &latest));

    int_watch count = {0};
    int value = 9;
    printf("%d %d\n", (int)tarry_watch_version(&count), tarry_watch_set_if(&count, 1, 5) == -EAGAIN);
    parallel (s) {
        for (int i = 0; i < 4; i++) {
            spawn (s) add(&count, 1000);
        }
    }
    printf("%d", (int)tarry_watch_get(&count, &value));
    printf(" %d\n", value);
    return 0;
}

// expect: 1 1 first 1 1
// expect: 1 3 third 3
// expect: 2 5 last
// expect: 1 1 5
// expect: 0 1
// expect: 4000 4000
