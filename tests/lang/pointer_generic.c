// Types of pointers to async functions are types like others: _Generic tells them apart, compatible ones match.
#include <stdio.h>
#include <tarry.h>

typedef async int on_int(int);
typedef async int on_text(const char *);

static async int f(int x) {
    return x;
}

static async int g(const char *text) {
    await tarry_yield();
    return text[0];
}

static int plain(int x) {
    return x;
}

#define KIND(p)                                                                                    \
    _Generic((p), async int (*)(int) : "int", async int (*)(const char *) : "text", default : "?")

async int main(void) {
    on_int *a = plain(1) ? f : NULL;
    on_text *b = g;
    async int (*c)(int x) = a;
    printf("%s %s %s %s %s %s\n", KIND(a), KIND(b), KIND(c), KIND(f), KIND(g), KIND(1));
    // expect: int text int int text ?
    printf("%d %d\n", __builtin_types_compatible_p(on_int *, __typeof__(c)), __builtin_types_compatible_p(on_int *, on_text *));
    // expect: 1 0
    printf("%d %d\n", await _Generic(c, async int (*)(int) : c)(3), await b("A")); // expect: 3 65
    return 0;
}
