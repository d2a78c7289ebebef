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

# AddressSanitizer: a read behind the end, with the functions that await each other.
cat >overrun.c <<'END'
#include <stdlib.h>
#include <tarry.h>
static async int past(int *numbers, int n) {
    await tarry_yield();
    return numbers[n];
}
async int main(void) {
    int *numbers = calloc(4, sizeof *numbers);
    int result = await past(numbers, 4);
    free(numbers);
    return result;
}
END
"$TARRYCC" -g -fsanitize=address overrun.c -o overrun
status=0
./overrun >out 2>err || status=$?
[ $status != 0 ] || fail "the overrun went unseen"
has err "heap-buffer-overflow"
has err "overrun.c:5"
