// An async function with many parameters of many types.
#include <stdio.h>
#include <tarry.h>

struct s {
    char text[6];
};

static async double all(char a, short b, int c, long d, long long e, unsigned char f, unsigned g,
                        float h, double i, long double j, const char *k, struct s l, int *m, int n,
                        int o, int p) {
    await tarry_yield();
    *m = a + b + c;
    await tarry_yield();
    printf("%s %s ", k, l.text);
    return d + e + f + g + h + i + (double)j + n * o * p;
}

async int main(void) {
    int out = 0;
    double sum =
        await all(1, 2, 3, 4, 5, 6, 7, 8.5f, 9.25, 10, "k", (struct s){"text"}, &out, 2, 3, 4);
    printf("%d %.2f\n", out, sum);
    return 0;
}

// expect: k text 6 73.75
