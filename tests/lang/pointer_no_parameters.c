// Pointers to async functions without parameters, with one, with many, with arrays, functions and structs among them.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct box {
    char text[20];
    const int number;
};

static async int none(void) {
    await tarry_yield();
    return 1;
}

static async int many(char a, short b, int c, long d, float e, double f, const char *g, struct box h, int i[], int j[2][3],
                      int (*k)(const char *, const char *)) {
    await tarry_yield();
    return a + b + c + (int)d + (int)e + (int)f + (int)strlen(g) + (int)strlen(h.text) + h.number + i[1] + j[1][2] +
           k("a", "a");
}

typedef async int nothing_taken(void);

async int main(void) {
    async int (*p)(void) = none;
    async int (*old)() = none;
    nothing_taken *q = p;
    async int (*m)(char, short, int, long, float, double, const char *, struct box, int *, int (*)[3],
                   int (*)(const char *, const char *)) = many;
    int array[] = {0, 10}, matrix[2][3] = {{0}, {0, 0, 100}};
    printf("%d %d %d\n", await p(), await old(), await q()); // expect: 1 1 1
    printf("%d\n", await m(1, 2, 3, 4, 5.5F, 6.5, "seven", (struct box){"box", 8}, array, matrix, strcmp)); // expect: 147
    return 0;
}
