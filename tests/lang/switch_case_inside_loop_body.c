// Duff's device: case labels inside a loop body, with awaits between them.
#include <stdio.h>
#include <tarry.h>

static async void put(char *to, char c) {
    if (c & 1) {
        await tarry_yield();
    }
    *to = c;
}

static async void copy(char *to, const char *from, int count) {
    int rounds = (count + 3) / 4;
    switch (count % 4) {
    case 0:
        do {
            await put(to++, *from++);
            __attribute__((fallthrough));
        case 3:
            await put(to++, *from++);
            __attribute__((fallthrough));
        case 2:
            await put(to++, *from++);
            __attribute__((fallthrough));
        case 1:
            await put(to++, *from++);
        } while (--rounds > 0);
    }
}

async int main(void) {
    for (int n = 1; n <= 9; n++) {
        char buffer[16] = {0};
        await copy(buffer, "abcdefghi", n);
        printf("%s ", buffer);
    }
    printf("\n");
    return 0;
}

// expect: a ab abc abcd abcde abcdef abcdefg abcdefgh abcdefghi
