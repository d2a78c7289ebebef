// Structs and typedefs of async pointers inside an async function, alive across awaits.
#include <stdio.h>
#include <tarry.h>

static async int f(int x) {
    await tarry_yield();
    return x + 1;
}

async int main(void) {
    struct machine {
        async int (*step)(int);
        struct {
            async int (*other[2])(int);
        } more;
    } machine = {f, {{f, f}}}, *p = &machine;
    typedef struct machine machine_type;
    machine_type copy = machine;
    int x = 0;
    x = await machine.step(x);
    x = await p->step(x);
    x = await copy.more.other[1](x);
    x = await (&copy)->more.other[0](x);
    x = await (struct machine){.step = f}.step(x);
    x = await ((async int (*[])(int)){f, f})[1](x);
    printf("%d\n", x); // expect: 6
    return 0;
}
