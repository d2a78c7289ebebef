// Up to the end of its initialiser a variable of __auto_type hides nothing.
#include <stdio.h>
#include <tarry.h>

#ifdef __clang__ // which refuses what the macros of many programs do
#define AGAIN(name, value) __auto_type name##_ = (value)
#else
#define AGAIN(name, value)                                                                         \
    __auto_type name = (value);                                                                    \
    __auto_type name##_ = name
#endif

static async long later(long n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int x = 3;
    {
        AGAIN(x, x + await later(4));
        await later(0);
        printf("%ld %d\n", x_, (int)sizeof x_); // expect: 7 8
    }
    printf("%d\n", x); // expect: 3
    return 0;
}
