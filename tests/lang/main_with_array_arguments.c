// async main whose argv is written as an array, under other names.
// args: a b
#include <stdio.h>
#include <tarry.h>

async int main(int count, char *words[]) {
    while (--count > 0) {
        await tarry_yield();
        printf("%s", *++words);
    }
    printf("\n");
    return 0;
}

// expect: ab
