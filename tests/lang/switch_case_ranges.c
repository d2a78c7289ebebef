// GNU case ranges around awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async const char *class(int c) {
    switch (await later(c)) {
    case 'a' ... 'z':
        await later(1);
        return "lower";
    case 'A' ... 'Z':
        return "upper";
    case '0' ... '4':
    case '5' ... '9':
        return await later(1) ? "digit" : "?";
    }
    return "other";
}

async int main(void) {
    printf("%s %s %s %s\n", await class('q'), await class('Q'), await class('7'), await class(' '));
    return 0;
}

// expect: lower upper digit other
