# -flto.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
if is_gcc; then
    "$TARRYCC" -O2 -flto program.c -o program
    [ "$(./program)" = hello ] || fail "wrong program"
    "$TARRYCC" -O2 -flto -c program.c
    "$TARRYCC" -O2 -flto program.o -o program
else
    "$TARRYCC" -O2 -flto -c program.c
    command -v ld.lld >/dev/null || exit 0
    "$TARRYCC" -O2 -flto -fuse-ld=lld program.o -o program
fi
[ "$(./program)" = hello ] || fail "wrong program"
