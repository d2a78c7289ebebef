# Without tarrycc, every program in Tarry's language is plain C to gcc and clang (and so to editors and linters): it parses
# and type-checks without a warning. Compiling for real what uses a word that only tarrycc can give a meaning, or an async
# function of the library, stops and says what to do; async functions that only await each other are sequential C.

# stops STATEMENTS: in an async function, they cannot be compiled
stops() {
    printf '#include <tarry.h>\nint f(int);\nasync int g(int n) { return n; }\nasync int main(void) { %s }\n' "$1" >program.c
    for level in -O0 -O2; do
        if $compiler $level -I"$ROOT/include" -c program.c -o program.o 2>error; then
            echo "$compiler $level compiles by itself: $1"
            exit 1
        fi
        grep -q 'compile this file with tarrycc' error
    done
}

for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    $compiler -std=gnu11 -fsyntax-only -Wall -Wextra -Werror -I"$ROOT/include" "$ROOT"/tests/lang/*.c \
        "$ROOT"/tests/lang/support/*.c "$ROOT"/examples/*.c "$ROOT"/bench/table*.c
    stops 'return await tarry_sleep(1);'
    stops 'await tarry_yield();'
    stops 'struct tarry_mutex m = {0}; return await tarry_mutex_lock(&m);'
    stops 'concurrent (s) { }'
    stops 'parallel (s, .limit = 2) { }'
    stops 'struct tarry_scope *s = 0; spawn (*s) g(1);'
    stops 'race { when (await g(1)) { } }'
    stops 'within (TARRY_SEC(1)) { await g(1); }'
    stops 'return await blocking(f(1));'
    stops 'await blocking(f(1));'
    stops 'defer f(1); await g(1);'
    printf '%s\n' '#include <tarry.h>' '#include <stdio.h>' 'static async int twice(int n) { return 2 * n; }' \
        'async int sum(int n) { return n ? await twice(n) + await sum(n - 1) : 0; }' \
        'async int main(void) { return printf("%d\n", await sum(3)) < 0; }' >program.c
    $compiler -Wall -Wextra -Werror -I"$ROOT/include" program.c -o program
    [ "$(./program)" = 12 ]
done
