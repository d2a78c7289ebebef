// A declaration between `switch (...) {` and the first case: in scope in the cases, not
// initialised.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    for (int i = 0; i < 3; i++) {
        switch (await later(i)) {
            int temporary, square;
        case 1:
            temporary = await later(10);
            square = temporary * await later(temporary);
            printf("%d %d\n", temporary, square);
            break;
        case 2:
            temporary = await later(20);
            printf("%d\n", temporary);
        }
    }
    switch (await later(1))
    case 1:
        printf("no braces\n");
    return 0;
}

// expect: 10 100
// expect: 20
// expect: no braces
