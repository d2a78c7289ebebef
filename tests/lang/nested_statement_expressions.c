// Statement expressions in statement expressions, with shadowing and with a struct as value.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int first, second;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = 1;
    int value = ({
        int x = await later(2) + ({
                    int x = await later(3) + ({
                                int x = await later(4);
                                x * 100;
                            });
                    x * 10;
                });
        x;
    });
    printf("%d %d\n", x, value);
    struct pair pair = ({
        struct pair p = {await later(5), 0};
        p.second = ({ await later(6) + p.first; });
        p;
    });
    printf("%d %d\n", pair.first, pair.second);
    printf("%d\n", ({
                       struct pair p = {7, await later(8)};
                       p;
                   }).second);
    return 0;
}

// expect: 1 4032
// expect: 5 11
// expect: 8
