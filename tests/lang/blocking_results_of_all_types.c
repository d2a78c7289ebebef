// The result may have any type: structs, pointers, floating point, booleans, and none.
// no faults: it calls and reads what pointers it gets, also NULL
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct point {
    double x, y;
    char name[12];
};
struct fixed {
    const int n;
};
union either {
    int i;
    float f;
};

static struct point make_point(double x, double y) {
    return (struct point){x, y, "point"};
}
static struct fixed make_fixed(int n) {
    return (struct fixed){n};
}
static union either make_either(int i) {
    return (union either){.i = i};
}
static bool is_even(unsigned n) {
    return n % 2 == 0;
}
static const char *text(void) {
    return "text";
}
static int (*chosen(bool first))(const char *, const char *) {
    return first ? strcmp : NULL;
}
static unsigned char small(void) {
    return 200;
}
static void set(int *place, int value) {
    *place = value;
}

async int main(void) {
    struct point p = await blocking(make_point(1.5, -2));
    printf("%.1f %.1f %s\n", p.x, p.y, p.name);
    printf("%.1f\n", (await blocking(make_point(0.5, 3))).y);
    struct fixed fixed = await blocking(make_fixed(7));
    printf("%d %d\n", fixed.n, (await blocking(make_either(9))).i);
    printf("%d %s %u\n", await blocking(is_even(4)), await blocking(text()),
           await blocking(small()));
    printf("%d\n", (await blocking(chosen(true)))("a", "a"));
    int n = 0;
    await blocking(set(&n, 5));
    n == 5 ? await blocking(set(&n, 6)) : (void)0;
    printf("%d\n", n);
    return 0;
}

// expect: 1.5 -2.0 point
// expect: 3.0
// expect: 7 9
// expect: 1 text 200
// expect: 0
// expect: 6
