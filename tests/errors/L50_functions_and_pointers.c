// Async functions and pointers to async functions in one declaration.
#include <tarry.h>

async int f(int), (*p)(int); // error: `p` cannot be declared together with the declarators in front of it
async int (*q)(int), g(int); // error: `g` cannot be declared together with the declarators in front of it

async int main(void) {
    return 0;
}
