// async main with argc and argv.
// args: one "two words" three
#include <stdio.h>
#include <tarry.h>

static async int length(const char *s) {
    int n = 0;
    while (s[n]) {
        await tarry_yield();
        n++;
    }
    return n;
}

async int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        printf("%s %d\n", argv[i], await length(argv[i]));
    }
    printf("%d %d\n", argc, argv[argc] == NULL);
    return 0;
}

// expect: one 3
// expect: two words 9
// expect: three 5
// expect: 4 1
