// Pointers to const, const pointers, pointers to pointers, restrict and void pointers as
// parameters.
#include <stdio.h>
#include <tarry.h>

static async int count(const char *const words[]) {
    int n = 0;
    while (*words) {
        await tarry_yield();
        words++;
        n++;
    }
    return n;
}

static async void copy(int *restrict to, const int *restrict from, int n) {
    while (n-- > 0) {
        *to++ = *from++;
        await tarry_yield();
    }
}

static async void point_to(const char **out, const char *s) {
    await tarry_yield();
    *out = s;
}

static async void swap(void *const a, void *b) {
    int *p = a, *q = b, t = *p;
    await tarry_yield();
    *p = *q;
    await tarry_yield();
    *q = t;
}

async int main(void) {
    const char *const words[] = {"a", "b", "c", NULL};
    int from[3] = {1, 2, 3}, to[3] = {0};
    const char *s = NULL;
    await copy(to, from, 3);
    await swap(&to[0], &to[2]);
    await point_to(&s, "pointed");
    printf("%d %d%d%d %s\n", await count(words), to[0], to[1], to[2], s);
    return 0;
}

// expect: 3 321 pointed
