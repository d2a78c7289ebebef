// Statements are no values, also where a call of an undeclared function might stand.
#include <tarry.h>

async int g(int a) {
    await tarry_sleep(defer(1)); // error: defer is a statement, and has no value
    a = spawn(); // error: spawn is a statement, and has no value
    a += race(1); // error: race is a statement, and has no value
    async("text"); // error: `async` belongs before a function
    a = within(1); // error: within is a statement, and has no value
    return concurrent(1); // error: concurrent is a statement, and has no value
}

async int main(void) {
    return await g(1);
}
