// Plain functions keep, pass on and compare pointers to async functions; local names hide async ones.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

struct node {
    struct node *next;
    async int (*run)(int);
};

static struct node *list;

static async int f(int x) {
    return x;
}

static async int g(int x) {
    await tarry_yield();
    return -x;
}

static async int h(int x) {
    return 10 * x;
}

static void add(async int (*run)(int)) {
    struct node *node = malloc(sizeof *node);
    *node = (struct node){list, run};
    list = node;
}

static void add_all(void) {
    async int (*all[])(int) = {f, g, h}, (*one)(int) = all[1];
    struct {
        async int (*run)(int);
        int x;
    } local = {h, 3};
    for (async int (**p)(int) = all; p < all + 3; p++)
        add(*p);
    if (one == g && local.run != f)
        add((async int (*)(int))(local.x ? one : f));
}

static int hidden(int f) {
    int g = f + 1, h = 2;
    struct {
        int f, g;
    } s = {.f = f, .g = g};
    {
        int *h = &g;
        *h += s.f;
    }
    goto f;
f:
    return f * g * h + s.g;
}

static int hidden_again(void) {
    int array[] = {1, 2}, f = array[1];
    struct {
        int x;
    } point = {3}, *g = &point;
    enum { first = 10, h };
    int (*call)(int) = hidden, *pointer = (int[]){5, 6}, total = f + g->x + h + call(1) + *pointer;
    {
        int a = 1, (*f)(int) = hidden;
        total += a + f(1);
    }
    return total;
}

static async int cold(int x) {
    return x;
}

__attribute__((cold)) static int other_names(int x) {
    struct local {
        int x, f;
        int cold;
    };
    int result;
    __asm__("" : [f] "=r"(result) : "[f]"(x));
    async int (*p)(int) __attribute__((unused)) = cold;
    if (p && f != p && p == cold)
        return (int)__builtin_offsetof(struct local, f) + (int)__builtin_offsetof(struct local, cold) + result;
    return 0;
}

static int listed(async int (*out[])(int)) {
    if (out[0]) {
    }
    out[0] = f, out[1] = g, out[2] = h;
    return out[1] == g && (out[2] == f || out[0] == (async int (*)(int))f);
}

static int member_named(struct node *f) {
    return f->next == NULL;
}

static int choose(int n, async int (**out)(int)) {
    return n > 1 ? (*out = g, 2) : n ? (*out = &h, 1) : (*out = n == 0 ? f : NULL, 0);
}

async int main(void) {
    add_all();
    for (struct node *node = list; node; node = node->next)
        printf("%d ", await node->run(1));
    printf("\n");                // expect: -1 10 -1 1
    printf("%d\n", hidden(1));   // expect: 8
    printf("%d\n", hidden_again()); // expect: 38
    async int (*out[3])(int) = {0};
    printf("%d\n", other_names(1)); // expect: 13
    int all = listed(out);
    printf("%d %d\n", all, await out[2](1)); // expect: 1 10
    printf("%d\n", member_named(list)); // expect: 0
    for (int i = 0; i < 3; i++) {
        async int (*p)(int);
        int which = choose(i, &p);
        printf("%d %d\n", which, await p(4));
    }
    // expect: 0 4
    // expect: 1 40
    // expect: 2 -4
    while (list) {
        struct node *next = list->next;
        free(list);
        list = next;
    }
    return 0;
}
