// await in the initialiser of a global.
#include <tarry.h>

static async int f(int x) {
    return x;
}

int global = await f(1); // error: await outside async code

async int main(void) {
    return await f(global);
}
