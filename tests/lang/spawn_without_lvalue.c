// A child whose result nobody wants, of any result type.
#include <stdio.h>
#include <tarry.h>

struct big {
    int values[50];
};

static int runs;

static async void nothing(void) {
    await tarry_yield();
    runs++;
}

static async int number(int x) {
    runs++;
    return x;
}

static async struct big structure(void) {
    await tarry_yield();
    runs++;
    return (struct big){{1}};
}

async int main(void) {
    concurrent (s) {
        spawn (s) nothing();
        spawn (s) number(5);
        spawn (s) structure();
        spawn (s) nothing();
    }
    printf("%d\n", runs);
    return 0;
}

// expect: 4
