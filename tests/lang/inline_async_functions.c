// inline in the three ways of C: static inline, inline with an extern declaration, extern inline.
#include <stdio.h>
#include <tarry.h>

static inline async int first(int x) {
    await tarry_yield();
    return x;
}

inline async int second(int x) {
    return await first(x) + 1;
}

extern async int second(int x);

extern inline async int third(int x);
inline async int third(int x) {
    await tarry_yield();
    return await second(x) + 1;
}

async int main(void) {
    int a = 0;
    concurrent (s) {
        spawn (s) a = third(10);
    }
    printf("%d %d %d %d\n", await first(1), await second(1), await third(1), a);
    return 0;
}

// expect: 1 2 3 12
