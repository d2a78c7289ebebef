// Async functions with results of every basic type.
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <tarry.h>

#define RETURNS(type, name)                                                                        \
    static async type name(type x) {                                                               \
        await tarry_yield();                                                                       \
        return x;                                                                                  \
    }

RETURNS(char, get_char)
RETURNS(signed char, get_signed_char)
RETURNS(unsigned short, get_unsigned_short)
RETURNS(unsigned, get_unsigned)
RETURNS(long, get_long)
RETURNS(unsigned long long, get_unsigned_long_long)
RETURNS(size_t, get_size)
RETURNS(float, get_float)
RETURNS(long double, get_long_double)
RETURNS(_Bool, get_bool)

static async unsigned long int long get_jumbled(void) {
    return 9;
}

static async const volatile char *get_qualified(const volatile char *p) {
    return p;
}

async int main(void) {
    char c = 'q';
    printf("%c %d %d\n", await get_char('c'), await get_signed_char(-3),
           await get_unsigned_short(65535));
    printf("%u %ld %llu %zu\n", await get_unsigned(4000000000u), await get_long(-5),
           await get_unsigned_long_long(1ull << 63), await get_size(7));
    printf("%.2f %.2Lf %d\n", (double)await get_float(0.25f), await get_long_double(0.75L),
           await get_bool(1));
    printf("%llu %c\n", await get_jumbled(), *await get_qualified(&c));
    return 0;
}

// expect: c -3 65535
// expect: 4000000000 -5 9223372036854775808 7
// expect: 0.25 0.75 1
// expect: 9 q
