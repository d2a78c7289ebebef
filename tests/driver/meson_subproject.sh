# Tarry as a Meson subproject of a project with a compiler of its own.
. "$ROOT/tests/driver/support/lib.sh"

command -v meson >/dev/null || { echo "meson is not here"; exit 77; }
is_gcc || exit 0 # the whole library is built here: once is enough
mkdir -p subprojects
ln -s "$ROOT" subprojects/tarry
async_program program.c hello
plain_program plain.c plain
echo '#define OWN 0' >own.h
mkdir include
echo '#define ELSEWHERE 0' >include/elsewhere.h
sed -i 's/    return n;/    return n + OWN + ELSEWHERE;/; 1i #include "own.h"\n#include <elsewhere.h>' program.c
cat >meson.build <<'END2'
project('example', 'c', default_options: ['warning_level=2', 'werror=true', 'b_ndebug=true'])
tarry = subproject('tarry', default_options: ['werror=false'])
tarry_dep = dependency('tarry')
async_c = tarry.get_variable('tarry_c')
program = executable(
    'program',
    async_c.process('program.c', extra_args: ['-I' + meson.current_source_dir() / 'include']),
    dependencies: tarry_dep,
)
test('program', program)
executable('plain', 'plain.c')
END2
CC="$CC" meson setup made >log 2>&1 || fail "$(cat log)"
ninja -C made program plain >log 2>&1 || fail "$(cat log)"
[ "$(made/program)" = hello ] || fail "wrong program"
[ "$(made/plain)" = plain ] || fail "wrong program"
readelf --debug-dump=decodedline made/program >lines 2>/dev/null
has lines program.c
# Headers are known: a change brings a new build.
echo '#define OWN 3' >own.h
ninja -C made program >log 2>&1 || fail "$(cat log)"
exits 6 made/program
