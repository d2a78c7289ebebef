// A pointer to async functions with a variable number of arguments.
#include <tarry.h>

async int (*global)(const char *, ...); // error: an async function cannot have a variable number of arguments

async int main(void) {
    async int (*local)(const char *, ...) = 0; // error: an async function cannot have a variable number of arguments
    return local != 0;
}
