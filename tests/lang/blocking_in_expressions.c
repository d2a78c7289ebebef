// `await blocking` stands wherever an expression may.
// no faults: it indexes with what it gets, also errors
#include <stdio.h>
#include <tarry.h>

static int id(int n) {
    return n;
}

static async int first_even(int from) {
    while (await blocking(id(from)) % 2)
        from++;
    return await blocking(id(from));
}

async int main(void) {
    int a[3] = {0};
    a[await blocking(id(1))] += await blocking(id(5)) * 2;
    if (await blocking(id(0)) || (await blocking(id(1)) && a[1] == 10))
        printf("%d\n", await blocking(id(3)) ? await blocking(id(4)) : await blocking(id(5)));
    switch (await blocking(id(2))) {
    case 2:
        printf("two\n");
    }
    for (int i = await blocking(id(0)); i < await blocking(id(2)); i += await blocking(id(1)))
        printf("%d\n", i);
    int n = ({
        int x = await blocking(id(20));
        x + 1;
    });
    __typeof__(await blocking(id(0))) same = n;
    printf("%d %d %zu\n", same, await first_even(7), sizeof(await blocking(id(0))));
    return (await blocking(id(1)), await blocking(id(0)));
}

// expect: 4
// expect: two
// expect: 0
// expect: 1
// expect: 21 8 4
