# Async code of the user's and Tarry's headers are clean under every common warning.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <stdio.h>
#include <tarry.h>

static async int answer(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int n = 0;
    concurrent (s) {
        spawn (s) n = answer(0);
    }
    puts("hello");
    return n + await answer(0);
}
END
for options in "-Wall -Wextra" "-Wall -Wextra -pedantic" "-std=c11 -pedantic-errors -Wall -Wextra" \
    "-std=gnu11 -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef" "-std=gnu17 -Wall -O2" \
    "-std=c99 -pedantic -Wall -Wextra" "-std=gnu2x -Wall -Wextra" "-Wall -Wextra -O3 -Wconversion"; do
    "$TARRYCC" $options -Werror -c program.c -o program.o >log 2>&1 || fail "$options: $(cat log)"
    [ ! -s log ] || fail "$options: $(cat log)"
done
# Warnings of style, which known projects ask for, hear nothing of the resume points in the generated code.
cat >style.c <<'END'
#include <stdio.h>
#include <tarry.h>

async int given(int n);
async int given(int n) {
    const char *text;
    int left = 3;

    for (text = "abc"; *text != '\0' && left > 0; text++, left--) {
        int code = *text;

        n -= n > 0 && code > 0;
        await tarry_yield();
    }
    switch (n) {
    case 0: return 0;
    default: break;
    }
    return await given(n - 1);
}

static async void turns(int *out_count) {
    parallel (s) {
        spawn (s) *out_count = given(0);
        if (tarry_cancelled() != 0)
            tarry_cancel(&s);
    }
}

async int main(void) {
    int count = 0;

    await turns(&count);
    puts("hello");
    return count;
}
END
style="-Wdeclaration-after-statement -Wc++-compat -Wswitch-default -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla"
if is_gcc; then
    style="$style -Wjump-misses-init -Winline -Wold-style-definition -Wlogical-op -Wredundant-decls"
else
    style="$style -Wunreachable-code -Wunreachable-code-return -Wmissing-variable-declarations -Wassign-enum -Wcomma"
fi
for level in "-O0" "-O2 -g"; do
    "$TARRYCC" -Wall -Wextra -Wshadow $style -Werror $level style.c -o style >log 2>&1 || fail "$level: $(cat log)"
    ./style >/dev/null
done
# That is so in async functions only.
echo 'int plain(int n) { n++; int m = n; return m; }' >>style.c
"$TARRYCC" $style -c style.c -o style.o 2>err
has err "-Wdeclaration-after-statement"
# Neither what macros become, nor a prototype beside its definition.
cat >macros.c <<'END'
#include <tarry.h>
#define IS(a, b) ((a) == (b))
#define USE(x) x = x
async int decide(int n);
async int decide(int n);
async int decide(int n) {
    USE(n);
    await tarry_yield();
    if (IS(n, 3)) {
        return 1;
    }
    return n;
}
END
for options in "-std=c99" "-std=c99 -pedantic" "-O2"; do
    "$TARRYCC" $options -Wall -Wextra -Werror -c macros.c -o macros.o >log 2>&1 || fail "$options: $(cat log)"
done
# What the compiler only warns of it only warns of in async functions.
cat >loses.c <<'END'
#include <tarry.h>
async unsigned f(const char *s) {
    char *p = s;
    await tarry_yield();
    int n = *p, *q = &n;
    unsigned *u = q;
    return *u;
}
static async int (*const pointer)(const char *);
async int g(const char *s) {
    char *p = s;
    return *p + (pointer ? await pointer(s) : 0);
}
END
"$TARRYCC" -c loses.c -o loses.o 2>err || fail "$(cat err)"
has err "loses.c:3:"
has err "loses.c:11:"
"$TARRYCC" -w -c loses.c -o loses.o >log 2>&1
[ ! -s log ] || fail "$(cat log)"
# The user's own mistakes are still told, in the user's words, where they are.
cat >mistake.c <<'END'
#include <stdio.h>
#include <tarry.h>
async int f(int n) {
    printf("%s\n", n);
    await tarry_yield();
    return 0;
}
END
"$TARRYCC" -Wall -Wextra -c mistake.c -o mistake.o 2>err
has err "mistake.c:4:"
has err "%s"
