// An async function is declared by `async`, at file scope.
#include <tarry.h>

typedef async int handler(int);
handler by_type; // error: async function `by_type` is declared by a typedef

struct ops {
    async int run(int); // error: a member cannot be a function
};

static void plain(void) {
    async int inside(int); // error: async function `inside` is declared inside a function
}

async int main(void) {
    async int here(int); // error: async function `here` is declared inside a function
    plain();
    return 0;
}
