// Structs are looked into for const members, each once: lists and trees do not multiply the work.
#include <stdio.h>
#include <tarry.h>

struct node {
    struct node *next, *previous, *parent, *child, *a, *b, *c, *d;
    struct node *(*find)(struct node *from, const struct node *to);
    int value;
};

struct inner {
    struct outer *outer;
    const int value;
};

struct outer {
    void (*call)(int n, struct inner inner);
    const char *text;
    struct inner inner;
};

struct pointers {
    const int *p, *const q;
};

struct second {
    const int *p, q;
};

typedef struct l0 { int a, b; } l0;
typedef struct l1 { l0 a, b, c, d; struct l0 e, f, g, h; } l1;
typedef struct l2 { l1 a, b, c, d; struct l1 e, f, g, h; } l2;
typedef struct l3 { l2 a, b, c, d; struct l2 e, f, g, h; } l3;
typedef struct l4 { l3 a, b; struct l3 *c, *d; } l4;

static async struct node value_of(struct node node) {
    await tarry_yield();
    node.value++;
    return node;
}

static async struct outer outer_of(struct outer outer, struct inner inner) {
    await tarry_yield();
    return (struct outer){.text = outer.text, .inner = {.value = outer.inner.value + inner.value}};
}

static async int sum(struct pointers pointers, struct second second, struct inner inner) {
    await tarry_yield();
    return *pointers.p + *pointers.q + *second.p + second.q + inner.value;
}

static async int deep(l4 large) {
    await tarry_yield();
    return large.a.a.a.a.a;
}

async int main(void) {
    struct node node = await value_of((struct node){.value = 1});
    printf("%d\n", node.value); // expect: 2
    struct outer outer = await outer_of((struct outer){.text = "outer", .inner = {.value = 3}}, (struct inner){.value = 4});
    printf("%s %d\n", outer.text, outer.inner.value); // expect: outer 7
    int n = 10;
    n = await sum((struct pointers){&n, &n}, (struct second){&n, 5}, (struct inner){.value = 6});
    printf("%d\n", n); // expect: 41
    static l4 large = {.a.a.a.a.a = 12};
    printf("%d\n", await deep(large)); // expect: 12
    return 0;
}
