// Where a name is a type and where a variable that shadows it: casts, sizeof, multiplications, declarations.
#include <stdio.h>
#include <tarry.h>

typedef int T;
typedef struct {
    int x;
} S;

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    T * p, x = 6;
    p = &x;
    printf("%d %d ", (T)-1, (int)sizeof(T) + await later(1));
    {
        T T = 5, q = 2;
        int r = (T)-1;
        (void)(T * q);
        printf("%d %d %d ", r, T * q, (T) + await later(3));
        printf("%d ", (int)sizeof(T) - (T) * await later(1));
        for (S S = {3}; S.x > await later(1); S.x--) {
            printf("S%d ", S.x);
        }
    }
    (void)((T)(*p) + 1);
    int (parenthesized) = 8, *(pointer) = &parenthesized, (array)[2] = {9, 10}, (*(to_array))[2] = &array;
    await tarry_yield();
    printf("%d %d %d\n", parenthesized + *pointer, array[1], (*to_array)[0]);
    return 0;
}

// expect: -1 5 4 10 8 -1 S3 S2 16 10 9
