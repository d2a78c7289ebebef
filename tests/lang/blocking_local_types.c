// Types and variables of the function itself: local structs and typedefs, typeof, shadowed names, names
// as in the generated code, static inline functions in headers, and variables named blocking.
#include <stdio.h>
#include <tarry.h>

static int first(const void *p) {
    return *(const int *)p;
}
static int future(int self) {
    return self + 1;
}

static inline async int inlined(int result) {
    return await blocking(future(result));
}

async int main(void) {
    struct local {
        int a, b;
    } self = {1, 2};
    typedef struct local again;
    again copies[2] = {{3, 4}, self};
    int function = 9, p1 = 10, blocking = 11;
    {
        int function = 12;
        printf("%d\n", await blocking(future(function)));
    }
    printf("%d %d\n", await blocking(first(&self)), await blocking(first(copies)));
    printf("%d %d\n", await blocking(first((const void *)&(again){5, 6})),
           await blocking(future((__typeof__(p1))p1)));
    printf("%d %d\n", await inlined(function), blocking);
    return 0;
}

// expect: 13
// expect: 1 3
// expect: 5 11
// expect: 10 11
