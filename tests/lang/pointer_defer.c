// Deferred statements that await through pointers.
#include <stdio.h>
#include <tarry.h>

struct resource {
    const char *name;
    async void (*release)(struct resource *);
};

static async void release(struct resource *resource) {
    await tarry_sleep(TARRY_NS(1000));
    printf("released %s\n", resource->name);
}

static async int use(struct resource *a, struct resource *b, int n) {
    defer await a->release(a);
    if (n == 0)
        return -1;
    async void (*end)(struct resource *) = b->release;
    defer {
        printf("now %s\n", b->name);
        await end(b);
    }
    await tarry_yield();
    return n;
}

async int main(void) {
    struct resource a = {"a", release}, b = {"b", release};
    printf("%d\n", await use(&a, &b, 0));
    // expect: released a
    // expect: -1
    printf("%d\n", await use(&a, &b, 1));
    // expect: now b
    // expect: released b
    // expect: released a
    // expect: 1
    concurrent (s) {
        spawn (s) use(&a, &b, 2);
        tarry_cancel(&s);
    }
    // expect: now b
    // expect: released b
    // expect: released a
    return 0;
}
