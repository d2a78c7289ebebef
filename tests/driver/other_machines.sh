# Programs for another machine than libtarry's can be linked as long as they have no async code.
. "$ROOT/tests/driver/support/lib.sh"

plain_program plain.c plain
if "$CC" -m32 plain.c -o plain 2>/dev/null; then
    "$TARRYCC" -m32 plain.c -o plain
fi
"$TARRYCC" -m64 plain.c -o plain 2>/dev/null || exit 0 # another processor
async_program program.c hello
"$TARRYCC" -m64 -O2 -Wall program.c -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" -v -m32 -nostartfiles -shared -x c /dev/null -o shared 2>err || true
has_not err libtarry.so
