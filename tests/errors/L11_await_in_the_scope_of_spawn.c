// What stands in the parentheses of spawn is an expression like others.
#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    int a = 0;
    concurrent (s) {
        spawn (await s) a = job(1);   // error: the operand of await is not a call
        spawn (*(await &s)) a = job(1); // error: the operand of await is not a call
    }
    return a;
}
