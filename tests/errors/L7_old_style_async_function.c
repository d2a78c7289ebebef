// An async function whose parameters are declared in the old style.
#include <tarry.h>

static async int add(a, b) // error: async function `add` needs the types of its parameters inside the parentheses
    int a, b;
{
    return a + b;
}

async int main(void) {
    return 0;
}
