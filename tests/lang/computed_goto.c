// GNU labels as values: a small interpreter whose instructions await.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int interpret(const char *program) {
    int accumulator = 0;
    void *target;
next:
    switch (*program++) {
    case '+':
        target = &&add;
        break;
    case '*':
        target = &&twice;
        break;
    default:
        target = &&halt;
    }
    await later(1);
    goto *target;
add:
    accumulator += await later(1);
    goto next;
twice:
    accumulator *= await later(2);
    goto next;
halt:
    return accumulator;
}

async int main(void) {
    printf("%d %d %d\n", await interpret("+++"), await interpret("+*+*"), await interpret(""));
    return 0;
}

// expect: 3 6 0
