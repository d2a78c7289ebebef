# ccache in front of tarrycc, and between tarrycc and the compiler: the second time it need not compile, and a change of the
# source or of a header is seen.
. "$ROOT/tests/driver/support/lib.sh"

command -v ccache >/dev/null || { echo "ccache is not here"; exit 77; }
export CCACHE_DIR="$PWD/cache"
hits() {
    ccache --print-stats | awk '/^(direct|preprocessed)_cache_hit/ { n += $2 } END { print n }'
}
async_program program.c hello
echo '#define OWN "hello"' >own.h
sed -i 's/puts("hello")/puts(OWN)/; 1i #include "own.h"' program.c
in_front() {
    ccache "$TARRYCC" -O2 -g -MMD -MF "$1.d" -c program.c -o "$1.o"
}
between() {
    TARRY_CC="ccache $CC" "$TARRYCC" -O2 -g -MMD -MF "$1.d" -c program.c -o "$1.o"
}
for way in in_front between; do
    echo '#define OWN "hello"' >own.h
    ccache -Cz >log 2>&1
    $way one
    [ "$(hits)" = 0 ] || fail "$way: a hit too early: $(ccache -s)"
    rm one.o
    $way one
    [ "$(hits)" = 1 ] || fail "$way: the second time was no hit: $(ccache -s)"
    "$TARRYCC" one.o -o program
    [ "$(./program)" = hello ] || fail "$way: wrong program"
    grep -q own.h one.d || fail "$way: $(cat one.d)"
    echo '#define OWN "changed"' >own.h
    $way one
    "$TARRYCC" one.o -o program
    [ "$(./program)" = changed ] || fail "$way: the change went unseen"
    sed -i 's/return n;/return n + 3;/' program.c
    $way one
    "$TARRYCC" one.o -o program
    exits 6 ./program
    sed -i 's/return n + 3;/return n;/' program.c
done
