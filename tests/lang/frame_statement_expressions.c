// Locals of statement expressions, and of the function around them.
// expect: 6 | 15 | 3 | 12
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

#define TRY(call)                                                                                  \
    ({                                                                                             \
        int result_ = (call);                                                                      \
        if (result_ < 0) {                                                                         \
            return result_;                                                                        \
        }                                                                                          \
        result_;                                                                                   \
    })

static async int sum(int n) {
    int total = TRY(await wait(n));
    total += TRY(await wait(n + 1));
    total += TRY(await wait(n + 2));
    return total;
}

async int main(void) {
    printf("%d | ", await sum(1));
    int outer = 5;
    int nested = ({
        int a = await wait(outer);
        int b = ({
            int c = await wait(a);
            c + outer;
        });
        a + b;
    });
    printf("%d | ", nested);
    printf("%d | ", await sum(-1) == -1 ? 3 : 4);
    int list[2] = {1, 2};
    for (int i = 0; i < ({
                        int n = await wait(2);
                        n;
                    });
         i++) {
        list[i] = ({
            int k = list[i];
            await wait(0);
            k * 4;
        });
    }
    printf("%d\n", list[0] + list[1]);
    return 0;
}
