# make -j with dependency files: a changed header rebuilds what includes it.
. "$ROOT/tests/driver/support/lib.sh"

command -v make >/dev/null || exit 77
printf '#define TEXT "one"\n' >text.h
cat >main.c <<'END'
#include <stdio.h>
#include <tarry.h>
#include "text.h"
async int other(void);
async int main(void) {
    puts(TEXT);
    return await other();
}
END
printf '#include <tarry.h>\nasync int other(void) { await tarry_yield(); return 0; }\n' >other.c
cat >Makefile <<'END'
CFLAGS = -O2 -Wall -Wextra -MMD
program: main.o other.o
	$(CC) $(CFLAGS) $^ -o $@
-include main.d other.d
END
export MAKEFLAGS=
make -j2 CC="$TARRYCC" >log 2>&1 || fail "$(cat log)"
[ "$(./program)" = one ] || fail "wrong program"
sleep 0.05
printf '#define TEXT "two"\n' >text.h
make -j2 CC="$TARRYCC" >log 2>&1 || fail "$(cat log)"
[ "$(./program)" = two ] || fail "the changed header was not seen"
has_not log other.c
