// Calls through pointers to async functions from plain functions.
#include <tarry.h>

async int (*variable)(int);
typedef async int handler(int);
handler *typed;
static async int (*table[3])(int);

static int plain(int local) {
    int result = variable(local);  // error: call through `variable`, a pointer to async functions, outside async code
    result += (*variable)(local);  // error: call through `variable`, a pointer to async functions, outside async code
    return result + typed(local);  // error: call through `typed`, a pointer to async functions, outside async code
}

async int main(void) {
    return plain(0) + (table[0] != 0);
}
