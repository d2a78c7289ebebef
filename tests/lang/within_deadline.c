// tarry_deadline is the nearest deadline around, those of parents too, up to a shield.
#include <stdio.h>
#include <tarry.h>

static async int asks(int64_t expected) {
    await tarry_sleep(0);
    return tarry_deadline() == expected;
}

async int main(void) {
    int r[2] = {0};
    printf("%d\n", tarry_deadline() == INT64_MAX);
    int64_t before = tarry_now();
    within (TARRY_SEC(500)) {
        int64_t outer = tarry_deadline();
        printf("%d\n", outer >= before + TARRY_SEC(500) && outer < before + TARRY_SEC(600));
        within (TARRY_SEC(1000)) printf("%d\n", tarry_deadline() == outer);
        within (TARRY_SEC(100)) {
            int64_t inner = tarry_deadline();
            printf("%d %d\n", inner < outer, await asks(inner));
            parallel (s) {
                spawn (s) r[0] = asks(inner);
                concurrent (t) {
                    spawn (t) r[1] = asks(inner);
                }
            }
            printf("%d %d\n", r[0], r[1]);
            race {
                when (r[0] = await asks(inner)) printf("%d\n", r[0]);
                when (r[1] = await tarry_sleep(INT64_MAX)) printf("no\n");
            }
            concurrent (s, .shield = true) {
                spawn (s) r[0] = asks(INT64_MAX);
                printf("%d\n", tarry_deadline() == INT64_MAX);
            }
            printf("%d\n", r[0]);
        }
        within (tarry_until(outer - 5)) printf("%d\n", tarry_deadline() <= outer + TARRY_SEC(1));
        within (tarry_until(INT64_MAX)) printf("%d\n", tarry_deadline() == outer);
    }
    printf("%d\n", tarry_deadline() == INT64_MAX);
    printf("%d %d\n", tarry_until(INT64_MIN) < 0, tarry_until(INT64_MAX) == INT64_MAX);
    return 0;
}

// expect: 1
// expect: 1
// expect: 1
// expect: 1 1
// expect: 1 1
// expect: 1
// expect: 1
// expect: 1
// expect: 1
// expect: 1
// expect: 1
// expect: 1 1
