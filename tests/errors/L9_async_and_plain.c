// A function is async in all of its declarations, or in none.
#include <tarry.h>

async int f(int x);
int f(int x); // error: `f` is declared as a plain function here, and as an async one elsewhere

async int main(void) {
    return await f(0);
}
