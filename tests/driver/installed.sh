# Installed under a prefix, moved elsewhere, and named by TARRY_HOME.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
meson install --no-rebuild -C "$BUILD" --destdir "$PWD/root" >log 2>&1 || fail "$(cat log)"
prefix=$PWD/root/usr/local
check() {
    env "$@" program.c -Wall -Wextra -Werror -o program >log 2>&1 || fail "$(cat log)"
    [ "$(./program)" = hello ] || fail "wrong program"
}
check "$prefix/bin/tarrycc"
readelf -d program >out
has out "$prefix/lib"
mv root moved
prefix=$PWD/moved/usr/local
check "$prefix/bin/tarrycc"
check TARRY_HOME="$prefix" "$TARRYCC"
readelf -d program >out
has out "$prefix/lib"
PKG_CONFIG_PATH=$(dirname "$(find moved -name tarry.pc)") pkg-config --modversion tarry >out
"$prefix/bin/tarrycc" --version >version
has version "(Tarry) $(cat out)"
