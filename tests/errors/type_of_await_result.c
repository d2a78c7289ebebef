// The result of an await has the callee's type: what does not fit is an error, as everywhere in C.
#include <tarry.h>

struct pair {
    int a, b;
};

static async struct pair f(void) {
    return (struct pair){1, 2};
}

static async void nothing(void) {}

async int main(void) {
    int x = await f();       // error: struct pair
    int y = await nothing(); // error: void
    return x + y;
}
