// async before what is no function.
#include <tarry.h>

async int variable; // error: `async` belongs before a function, and `variable` is none

struct s {
    async int member; // error: `async` belongs before a function
};

async int main(void) {
    return 0;
}
