// Identifiers with digits, underscores, dollars and letters beyond ASCII; digraphs; numbers and characters of all forms.
#include <stdio.h>
#include <tarry.h>

static async int größe(int größe_2) {
    await tarry_yield();
    return größe_2;
}

async int main(void) {
    int naïve = await größe(1), _ = 2, $dollar = 3, __ = await größe(4), \u03c0 = 5;
    int a<:2:> = <% 0x10, 0b11 %>;
    double d = 0x1p3 + 1e2 + .5;
    long long big = 0xffffffffULL + 017 - 15u;
    const char *s = u8"ä" "\x41" "\101" "\"";
    await tarry_yield();
    printf("%d %d %d %d %d %d %.1f %lld %s %d\n", naïve, _, $dollar, __, π, a[0] + a[1], d, big, s, L'\u03c0' + u'a' + U'b');
    return 0;
}

// expect: 1 2 3 4 5 19 108.5 4294967295 äAA" 1155
