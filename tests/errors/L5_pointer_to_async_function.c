// Pointers to async functions: variables, parameters, types, members. They come in a later version.
#include <tarry.h>

static async int (*global)(int);        // error: pointers to async functions are not supported yet
typedef async int function(int);        // error: types of async functions are not supported yet
struct s {
    async int (*member)(int);           // error: pointers to async functions are not supported yet
};

async int main(void) {
    async int (*local)(int); // error: not supported yet
    return 0;
}
