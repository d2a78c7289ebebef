# -Wextra accepts comments that say a case falls through; the preprocessor takes them away.
. "$ROOT/tests/driver/support/lib.sh"

cat >fall.c <<'END'
#include <tarry.h>
int plain(int n);
int plain(int n) {
    switch (n) {
    case 1:
        n++; /* fall through */
    default:
        return n;
    }
}
async int f(int n) {
    await tarry_yield();
    return n;
}
END
"$TARRYCC" -Wall -Wextra -Werror -c fall.c
