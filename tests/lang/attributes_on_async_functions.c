// Attributes and storage classes of async functions, in several places.
#include <stdio.h>
#include <tarry.h>

static async int unused_one(int x) __attribute__((unused));
__attribute__((noinline)) static async int not_inlined(int x);
static async __attribute__((cold)) int cold(int x);
static inline async int inlined(int x);
async int with_warning(int x) __attribute__((warn_unused_result));
extern async int external(int x);

static async int unused_one(int x) {
    return x;
}

__attribute__((unused)) static async int another_unused_one(int x) {
    await tarry_yield();
    return x;
}

static async int not_inlined(int x) {
    await tarry_yield();
    return x;
}

static async int cold(int x) {
    return x;
}

static inline async int inlined(int x __attribute__((unused))) {
    await tarry_yield();
    return 3;
}

async int with_warning(int x) {
    await tarry_yield();
    return x;
}

async int external(int x) {
    return x;
}

async int main(void) {
    printf("%d %d %d %d %d\n", await not_inlined(1), await cold(2), await inlined(0),
           await with_warning(4), await external(5));
    return 0;
}

// expect: 1 2 3 4 5
