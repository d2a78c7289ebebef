// async before a type that is no function, where a pointer could stand.
#include <tarry.h>

typedef int (*plain_pointer)(int);

void take(async int number); // error: `async` belongs before a function, and `number` is none

async int main(void) {
    async plain_pointer p = 0;      // error: `async` belongs before a function, and `p` is none
    return p == (async int *)0;     // error: `async` belongs before a function
}
