// The value of an await is no lvalue, and neither is what is made of it: a pointer to it would point into a future.
#include <tarry.h>

struct pair {
    int x, y, many[4];
};

async int one(void);
async struct pair two(void);
async struct pair *find(void);

async int main(void) {
    int x = 1;
    await one() = 2; // error: assignment to the value of an await
    (await one()) += await one(); // error: assignment to the value of an await
    (await one())++; // error: change of the value of an await
    --(await one()); // error: change of the value of an await
    int *p = &(await one()); // error: address of the value of an await
    p = &(await two()).y; // error: address of the value of an await
    (await two()).x = 1; // error: assignment to the value of an await
    (x ? await one() : x) = 3; // error: assignment to a value that is awaited
    (x && await one()) = 3; // error: assignment to a value that is awaited
    (x, await one()) = 3; // error: assignment to a value that is awaited
    ({ await one(); x; }) = 3; // error: assignment to a value that is awaited
    _Generic(x, int: await one()) = 3; // error: assignment to the value of an await
    concurrent (s) {
        spawn (s) (await two()).x = one(); // error: address of the value of an await
    }
    // These are lvalues.
    (await find())->x = 1;
    *&(await find())->y = 2;
    (await two()).many[0] = 3;
    p = (await find())->many;
    return *p;
}
