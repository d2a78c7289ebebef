// What is bound to a task-local value has its type; also where C would only warn.
// options: -w
#include <tarry.h>

struct pair {
    int a, b;
};
static TARRY_LOCAL(int) depth;
static TARRY_LOCAL(const char *) text;
static TARRY_LOCAL(const struct pair) pair;

async int number(void) {
    await tarry_yield();
    return 5;
}

async int good(struct pair given) {
    TARRY_BIND(depth, 3L);
    TARRY_BIND(depth, await number());
    TARRY_BIND(text, "text");
    TARRY_BIND(text, NULL);
    TARRY_BIND(pair, given);
    TARRY_BIND(pair, (struct pair){1, 2});
    await tarry_yield();
    return TARRY_BOUND(pair)->a;
}

async void bad(struct pair given) {
    TARRY_BIND(depth, "deep"); // error: the_value_is_not_of_the_local_type
    TARRY_BIND(text, 5); // error: the_value_is_not_of_the_local_type
    TARRY_BIND(depth, &depth); // error: the_value_is_not_of_the_local_type
    await tarry_yield();
}
