// typedefs inside an async function, shadowing outer ones, of arrays, functions and structs.
#include <stdio.h>
#include <tarry.h>

typedef long number;

static async number later(number x) {
    await tarry_yield();
    return x;
}

static int twice(int x) {
    return 2 * x;
}

async int main(void) {
    typedef int number;
    typedef number triple[3], *number_pointer;
    typedef int operation(int);
    typedef struct node {
        struct node *next;
        number value;
    } node;
    number n = await later(1);
    triple t = {n, await later(2), 3};
    number_pointer p = t + 1;
    operation *op = twice;
    node last = {NULL, 9}, first = {&last, 8};
    {
        typedef double number;
        number n = await later(3) / 2.0;
        printf("%.1f ", n);
        {
            number number = 4.5;
            await tarry_yield();
            printf("%.1f ", number);
        }
    }
    *p += await later(5);
    printf("%d %d %d %d %d\n", (int)sizeof n, t[1], op(await later(6)), first.next->value,
           (int)sizeof(triple));
    return 0;
}

// expect: 1.5 4.5 4 7 12 9 12
