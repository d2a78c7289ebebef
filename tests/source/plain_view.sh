# Without tarrycc, every program in Tarry's language is plain C to gcc and clang (and so to editors and linters): it parses
# and type-checks without a warning. Compiling it for real stops and says what to do.

for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    $compiler -std=gnu11 -fsyntax-only -Wall -Wextra -Werror -I"$ROOT/include" "$ROOT"/tests/lang/*.c \
        "$ROOT"/tests/lang/support/*.c "$ROOT"/examples/*.c "$ROOT"/bench/table*.c
    echo '#include <tarry.h>
    async int main(void) { return await tarry_sleep(1); }' >program.c
    if $compiler -I"$ROOT/include" program.c -o program 2>error; then
        echo "$compiler compiled an async program by itself"
        exit 1
    fi
    grep -q 'compile this file with tarrycc' error
done
