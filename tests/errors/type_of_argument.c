// An argument that does not fit its parameter.
#include <tarry.h>

struct pair {
    int a, b;
};

static async int f(struct pair *p) {
    return p->a;
}

async int main(void) {
    struct pair p = {1, 2};
    return await f(p); // error: incompatible type
}
