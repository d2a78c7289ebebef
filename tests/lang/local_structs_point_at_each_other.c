// Local tags declared in advance, pointing at each other, and shadowed.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
struct node {
    double d;
};
async int main(void) {
    struct node;
    struct other {
        struct node *n;
        int v;
    };
    struct node {
        struct other *o;
        int v;
        struct node *self;
    };
    typedef struct node node_t;
    struct other o = {.v = 3};
    node_t n = {.o = &o, .v = 4, .self = &n};
    o.n = &n;
    await pause_();
    printf("%d %d %d\n", n.self->o->v, o.n->v, (int)(sizeof(struct node) == sizeof(node_t)));
    {
        struct node {
            char c;
        } m = {7};
        await pause_();
        printf("%d %d\n", m.c, (int)sizeof(struct node));
    }
    return 0;
}
// expect: 3 4 1
// expect: 7 1
