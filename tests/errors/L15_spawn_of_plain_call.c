// What spawn starts is the call of an async function.
#include <tarry.h>

static int plain(int x) {
    return x;
}

static async int f(int x) {
    return x;
}

async int main(void) {
    int x = 0;
    concurrent (s) {
        spawn (s) plain(1);      // error: spawn needs the call of an async function, and `plain` is none
        spawn (s) blocking(plain(1)); // error: and `blocking` is none
        spawn (s) x = plain(2);  // error: spawn needs the call of an async function, and `plain` is none
        spawn (s) x = 3;         // error: spawn needs the call of an async function
        spawn (s) await f(4);    // error: spawn does not wait: there is nothing to await
        spawn (s) x += f(5);     // error: spawn stores a result in one lvalue, with a plain `=`
        spawn (s) x = f(6) + 1;  // error: spawn needs the call of an async function
    }
    return x;
}
