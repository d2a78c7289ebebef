// An async function with a variable number of arguments.
#include <tarry.h>

static async int sum(int count, ...) { // error: async function `sum` cannot have a variable number of arguments
    return count;
}

async int main(void) {
    return 0;
}
