// Parameters are locals: changed, passed on, shadowed, unused, of every shape.
// expect: 11 | abc b | 6 | 4 5 | 3
#include <stdio.h>
#include <tarry.h>

struct pair {
    int a, b;
};

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int changed(int n) {
    n += await wait(1);
    n *= 2;
    await wait(0);
    n--;
    await wait(0);
    return n;
}

static async int arrays(char text[4], const int table[static 2], char *(names[])) {
    await wait(0);
    printf("%.3s %s | ", text, names[table[1]]);
    text = NULL;
    await wait(0);
    return text == NULL;
}

static async int function(int (*f)(int), int n) {
    await wait(0);
    return f(n);
}

static int twice(int n) {
    return n * 2;
}

static async int structs(struct pair p, int unused, struct pair q) {
    (void)unused;
    p.a = await wait(p.a + 1);
    await wait(0);
    printf("%d %d | ", p.a, q.b);
    return 0;
}

static async int address(int n) {
    int *at = &n;
    *at += await wait(1);
    await wait(0);
    return n;
}

async int main(void) {
    printf("%d | ", await changed(5));
    char text[] = "abcd", *names[] = {"a", "b"};
    int table[] = {0, 1};
    await arrays(text, table, names);
    printf("%d | ", await function(twice, 3));
    await structs((struct pair){3, 0}, 1, (struct pair){0, 5});
    printf("%d\n", await address(2));
    return 0;
}
