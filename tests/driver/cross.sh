# A program for arm64: from the cross build's tree, and with an installed tarrycc and Tarry in the target's file system.
. "$ROOT/tests/driver/support/lib.sh"

target=aarch64-linux-gnu
cross=$BUILD/variants/aarch64
run() {
    qemu-aarch64 -L /usr/$target "$@"
}
async_program program.c hello
TARRY_CC=$target-gcc "$cross/tarrycc" -Wall -Wextra -Werror program.c -o program
[ "$(run ./program)" = hello ] || fail "wrong program"
TARRY_CC=$target-gcc "$cross/tarrycc" -static program.c -o program
[ "$(run ./program)" = hello ] || fail "wrong static program"
meson install --no-rebuild -C "$cross" --destdir "$PWD/target" >log 2>&1 || fail "$(cat log)"
TARRY_HOME=$PWD/target/usr/local TARRY_CC=$target-gcc "$TARRYCC" program.c -o program
[ "$(run -E "LD_LIBRARY_PATH=$(dirname "$(find "$PWD/target" -name libtarry.so)")" ./program)" = hello ] || fail "wrong program"
[ "$(run target/usr/local/bin/tarrycc --help | head -1)" = "Usage: tarrycc [options of gcc or clang] file..." ] ||
    fail "what is installed is not the target's"
# With a tarrycc whose library is this machine's: plain C links, and compiling async code works.
plain_program plain.c plain
TARRY_CC=$target-gcc "$TARRYCC" plain.c -o plain
[ "$(run ./plain)" = plain ] || fail "wrong program"
TARRY_CC=$target-gcc "$TARRYCC" -c program.c -o program.o
