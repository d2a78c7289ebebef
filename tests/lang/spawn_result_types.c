// Children with results of many types.
// no faults: it calls and reads what pointers it gets, also NULL
#include <stdbool.h>
#include <stdio.h>
#include <tarry.h>

struct point {
    double x, y;
    char name[20];
};

static async struct point point(double x) {
    await tarry_yield();
    return (struct point){x, x * 2, "point"};
}

static async const char *text(void) {
    return "text";
}

static async bool truth(void) {
    await tarry_yield();
    return true;
}

static async long double precise(void) {
    await tarry_yield();
    return 1.5L;
}

static async char letter(char c) {
    await tarry_yield();
    return c;
}

static int twice(int x) {
    return 2 * x;
}

static async int (*function(void))(int) {
    return twice;
}

async int main(void) {
    struct point p = {0};
    const char *s = NULL;
    bool b = false;
    long double l = 0;
    char word[4] = "...";
    int (*f)(int) = NULL;
    concurrent (scope) {
        spawn (scope) p = point(4);
        spawn (scope) s = text();
        spawn (scope) b = truth();
        spawn (scope) l = precise();
        spawn (scope) word[2] = letter('c');
        spawn (scope) word[0] = letter('a');
        spawn (scope) f = function();
        spawn (scope) word[1] = letter('b');
    }
    printf("%.1f %.1f %s %s %d %.1Lf %s %d\n", p.x, p.y, p.name, s, b, l, word, f(21));
    return 0;
}

// expect: 4.0 8.0 point text 1 1.5 abc 42
