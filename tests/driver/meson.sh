# CC=tarrycc with Meson.
. "$ROOT/tests/driver/support/lib.sh"

command -v meson >/dev/null || exit 77
async_program program.c hello
cat >meson.build <<'END'
project('example', 'c', default_options: ['warning_level=2', 'werror=true'])
message('id ' + meson.get_compiler('c').get_id() + ' ' + meson.get_compiler('c').version())
executable('program', 'program.c')
END
CC="$TARRYCC" meson setup out >log 2>&1 || fail "$(cat log)"
has log "id $CC $("$CC" -dumpfullversion 2>/dev/null || "$CC" -dumpversion)"
ninja -C out >log 2>&1 || fail "$(cat log)"
[ "$(out/program)" = hello ] || fail "wrong program"
