# -fsanitize reports the user's file and line.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <limits.h>
#include <stdio.h>
#include <tarry.h>
async int main(void) {
    volatile int n = INT_MAX;
    await tarry_yield();
    n = n + 1;
    puts("ran");
    return 0;
}
END
"$TARRYCC" -g -fsanitize=address,undefined program.c -o program
./program >out 2>err
has out ran
has err "program.c:7:"
