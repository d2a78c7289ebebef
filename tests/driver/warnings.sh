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
