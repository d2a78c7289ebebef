# Every language standard since C99, with and without -pedantic: clean, and the same program.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END2'
#include <stdio.h>
#include <stdbool.h>
#include <string.h>
#include <tarry.h>

struct pair { int a, b; };
async struct pair far(int n);
static async int leaf(int n) {
    int local = n * 2;
    struct pair b = {1, 2};
    for (int i = 0; i < 2; i++) {
        await tarry_yield();
        local += i + b.a;
    }
    return local;
}
static async int recurse(int depth) {
    if (depth == 0)
        return await leaf(depth);
    return 1 + await recurse(depth - 1);
}
static async void nothing(char *text) {
    text[0] = 'x';
    await tarry_yield();
}
static async double real(double d) {
    await tarry_yield();
    return d * 2;
}
static async int (*const table[])(int) = {leaf, recurse};
static int plain(int n) { return n + 1; }
static async int cleaned(int *log) {
    defer ++*log;
    await tarry_yield();
    return *log;
}
async int main(void) {
    int n = await leaf(0), log = 0;
    int r[3] = {0};
    char text[4] = "abc";
    concurrent (s) {
        spawn (s) r[0] = leaf(1);
        spawn (s) r[1] = recurse(2);
        spawn (s) nothing(text);
    }
    parallel (p, .limit = 2, .fail_fast = true) {
        await spawn (p) r[2] = leaf(1);
    }
    within (TARRY_SEC(5)) {
        n += await table[n & 1](2);
    } else {
        n = -1;
    }
    int x = 0, y = 0;
    race {
        when ((x = await leaf(3)) > 0) n++;
        when ((y = await recurse(1)) > 0) n += 2;
    }
    n += await cleaned(&log) + log + plain((int)await real(1.5));
    switch (await leaf(2)) {
    case 7: n += 100; break;
    default: n += 1000;
    }
    printf("%d %d %d %d %s\n", n, r[0], r[1], r[2], text);
    return 0;
}
END2
# The oldest and the youngest of the other compilers that are here see part of it.
others=$(ls /usr/bin | grep -E "^$(is_gcc && echo gcc || echo clang)-[0-9]+\$" | sort -V | sed -n '1p;$p') || true
for compiler in $others; do
    for options in "-std=c99 -pedantic-errors" "-std=c11 -pedantic" -std=gnu2x; do
        TARRY_CC=$compiler "$TARRYCC" $options -Wall -Wextra -Werror program.c -o program >log 2>&1 ||
            fail "$compiler $options: $(head -20 log)"
        ./program >out
        is out "114 5 5 5 xbc"
    done
done
for standard in c99 c11 c17 c2x gnu99 gnu11 gnu17 gnu2x; do
    for options in "" "-pedantic -O2" "-pedantic-errors"; do
        "$TARRYCC" -std=$standard $options -Wall -Wextra -Werror program.c -o program >log 2>&1 ||
            fail "-std=$standard $options: $(head -20 log)"
        [ ! -s log ] || fail "-std=$standard $options: $(head -20 log)"
        ./program >out
        is out "114 5 5 5 xbc"
    done
done
