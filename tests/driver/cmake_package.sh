# find_package(Tarry): a project with a compiler of its own, whose targets may hold async code one by one.
. "$ROOT/tests/driver/support/lib.sh"

command -v cmake >/dev/null || { echo "cmake is not here"; exit 77; }
meson install --no-rebuild -C "$BUILD" --destdir "$PWD/root" >log 2>&1 || fail "$(cat log)"
mv root moved # it finds itself
async_program program.c hello
plain_program plain.c plain
sed 's/async int main(void)/async int part(void)/' program.c >part.c
cat >uses.c <<'END2'
#include <tarry.h>
#include "uses.h"
async int part(void);
async int main(void) {
    return await part() + OWN;
}
END2
echo '#define OWN 0' >uses.h
cat >CMakeLists.txt <<'END2'
cmake_minimum_required(VERSION 3.10)
project(example C)
find_package(Tarry 0.1 REQUIRED)
message(STATUS "version ${Tarry_VERSION} compiler ${TARRY_COMPILER} id ${CMAKE_C_COMPILER_ID}")
add_executable(program program.c)
tarry_target(program)
add_executable(plain plain.c)
add_library(part STATIC part.c)
tarry_target(part)
add_executable(uses uses.c)
tarry_target(uses)
target_link_libraries(uses PRIVATE part)
add_executable(static_one program.c)
tarry_target(static_one)
set_target_properties(static_one PROPERTIES LINK_LIBRARIES Tarry::tarry_static)
END2
configure() {
    rm -rf made
    cmake -S . -B made "-DCMAKE_PREFIX_PATH=$PWD/moved/usr/local" -DCMAKE_C_FLAGS="-Wall -Wextra -Werror" \
        -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@" >log 2>&1 || fail "$(cat log)"
    cmake --build made >log 2>&1 || fail "$(cat log)"
    for name in program uses static_one; do
        [ "$(made/$name)" = hello ] || fail "wrong $name"
    done
    [ "$(made/plain)" = plain ] || fail "wrong plain"
}
if command -v ccache >/dev/null; then
    export CCACHE_DIR="$PWD/cache"
    configure -G "Unix Makefiles" -DCMAKE_C_COMPILER="$CC" -DCMAKE_C_COMPILER_LAUNCHER=ccache
fi
configure -G Ninja -DCMAKE_C_COMPILER="$CC" -DCMAKE_BUILD_TYPE=Release
readelf -d made/plain >dynamic
has_not dynamic libtarry
readelf -d made/static_one >dynamic
has_not dynamic libtarry
# Headers are known: a change brings a new build.
echo '#define OWN 3' >uses.h
cmake --build made >log 2>&1 || fail "$(cat log)"
status=0
made/uses >/dev/null || status=$?
[ $status = 3 ] || fail "uses was not built again"
echo '#define OWN 0' >uses.h
# The same project when all is compiled by tarrycc; and with ccache in front.
configure -G Ninja -DCMAKE_C_COMPILER="$PWD/moved/usr/local/bin/tarrycc" \
    ${CCACHE_DIR:+-DCMAKE_C_COMPILER_LAUNCHER=ccache}
sed -i 's/Tarry 0.1/Tarry 1.0/' CMakeLists.txt
if cmake -S . -B other "-DCMAKE_PREFIX_PATH=$PWD/moved/usr/local" >log 2>&1; then
    fail "version 1.0 was found"
fi
has log 'version: 0.1.0'
