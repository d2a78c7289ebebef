# Wrappers in front of tarrycc and of the compiler.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
cat >wrapper <<'END'
#!/bin/sh
echo "$*" >>"$WRAPPER_LOG"
exec "$@"
END
chmod +x wrapper
export WRAPPER_LOG="$PWD/log"
TARRY_CC="$PWD/wrapper $CC" "$TARRYCC" program.c -o program
[ "$(./program)" = hello ] || fail "wrong program"
has log "$CC -E "
has log program.i
TARRY_CC="'$PWD/wrapper'  \"$CC\" -O2" "$TARRYCC" -c program.c
./wrapper "$TARRYCC" program.c -o program
# As the compiler's name itself, ahead on the PATH: no loop.
mkdir bin
ln -s "$TARRYCC" bin/gcc
PATH="$PWD/bin:$PATH" TARRY_CC= gcc program.c -o program
[ "$(./program)" = hello ] || fail "wrong program"
command -v ccache >/dev/null || exit 0
export CCACHE_DIR="$PWD/cache"
for turn in 1 2; do
    TARRY_CC="ccache $CC" "$TARRYCC" -g -c program.c -o turn$turn.o
    ccache "$TARRYCC" -g -c program.c -o around$turn.o
done
same turn1.o turn2.o
same around1.o around2.o
"$TARRYCC" around2.o -o program
[ "$(./program)" = hello ] || fail "wrong program"
ccache -s >out
