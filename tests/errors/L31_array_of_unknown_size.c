// How many elements does this array have? Without braces around each, that depends on what a pair is.
#include <tarry.h>

struct pair {
    int a, b;
};

static struct pair make(int a) {
    return (struct pair){a, a};
}

async int main(void) {
    struct pair pairs[] = {make(1), make(2)}; // error: tarrycc cannot tell the size of this array, which lives across an await [L31]
    await tarry_yield();
    return pairs[1].a == 2 ? 0 : 1;
}
