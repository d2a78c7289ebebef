#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    return await (job(1) + 2); // error: the operand of await is not a call of an async function [L11]
}
