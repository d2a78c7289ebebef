# -fsyntax-only checks async code and makes nothing.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
"$TARRYCC" -fsyntax-only -Wall program.c
[ "$(ls)" = program.c ] || fail "it made $(ls)"
printf '#include <tarry.h>\nasync int f(void) { await tarry_yield(); return undeclared; }\n' >bad.c
exits 1 "$TARRYCC" -fsyntax-only bad.c
has err "bad.c:2:"
has err undeclared
