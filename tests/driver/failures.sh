# What goes wrong is said, the status is the compiler's, and nothing half-made is left.
. "$ROOT/tests/driver/support/lib.sh"

async_program good.c hello
printf '#include <tarry.h>\nasync int f(void) { await tarry_yield(); return 0; }\nint g(void) { await f(); return 0; }\n' >bad.c
# Its own error: the old object goes, the other file is compiled, nothing is linked.
echo old >bad.o
exits 1 "$TARRYCC" -c bad.c good.c
has err "bad.c:3:"
[ ! -e bad.o ] || fail "an old bad.o was left"
[ -e good.o ] || fail "good.o was not made"
printf 'int h(void) { return missing_name; }\n' >worse.c
exits 1 "$TARRYCC" bad.c worse.c good.c -o program
has err "bad.c:3:"
has err "missing_name"
[ ! -e program ] || fail "a program was made"
# The compiler's error.
printf '#include <tarry.h>\nasync int f(void) { await tarry_yield(); return nothing; }\n' >late.c
exits 1 "$TARRYCC" -c late.c
has err "late.c:2:"
[ ! -e late.o ] || fail "late.o was left"
# The preprocessor's errors, with and without async code.
printf '#include "not_there.h"\n' >missing.c
exits 1 "$TARRYCC" -c missing.c
has err "not_there.h"
[ "$(grep -c not_there.h err)" -le 2 ] || fail "told twice: $(cat err)"
printf '#include <tarry.h>\n#include "not_there.h"\nasync int f(void) { return 0; }\n' >missing.c
exits 1 "$TARRYCC" -c missing.c
has err "not_there.h"
printf '#include <tarry.h>\n#warning careful\nasync int f(void) { return 0; }\n' >warns.c
exits 0 "$TARRYCC" -c warns.c
[ "$(grep -c 'warning: .*careful' err)" = 1 ] || fail "told not once: $(cat err)"
printf '#warning careful\n' >warns.c
exits 0 "$TARRYCC" -c warns.c
[ "$(grep -c 'warning: .*careful' err)" = 1 ] || fail "told not once: $(cat err)"
# Files.
exits 1 "$TARRYCC" -c nowhere.c
has err "nowhere.c"
exits 1 "$TARRYCC" -c good.c -o not/there.o
has err "not/there.o"
exits 1 "$TARRYCC" -c good.c -o
has err "missing argument"
exits 1 env TARRY_CC=no-such-compiler "$TARRYCC" -c good.c
has err "no-such-compiler"
exits 1 env TARRY_CC= PATH=/nonexistent "$TARRYCC" -c good.c
has err "neither gcc nor clang"
exits 1 env TARRY_CC="$TARRYCC" "$TARRYCC" -c good.c
has err "TARRY_CC"
exits 1 env TARRY_HOME=/nonexistent "$TARRYCC" -c good.c
has err "TARRY_HOME"
# A compiler that dies.
printf '#!/bin/sh\ncase " $*" in *" -E "*) exec %s "$@" ;; esac\nkill -9 $$\n' "$CC" >dying
chmod +x dying
exits 137 env TARRY_CC="$PWD/dying" "$TARRYCC" -c good.c
has err "killed by signal 9"
printf '#!/bin/sh\nexit 42\n' >odd
chmod +x odd
exits 42 env TARRY_CC="$PWD/odd" "$TARRYCC" -c worse.c
# Nobody, or no room, for what it prints.
for option in --emit-c --dump=tree --frames; do
    status=0
    "$TARRYCC" $option good.c >/dev/full 2>err || status=$?
    [ $status = 1 ] || fail "$option to a full device: exit status $status"
    has err "cannot write the output"
done
(ulimit -f 1 && "$TARRYCC" -c good.c -o limited.o) >out 2>&1 && fail "no limit of file sizes was felt"
"$TARRYCC" --frames good.c | : || true
! ls -d "$TMPDIR"/tarrycc-* 2>/dev/null || fail "temporary files were left"
# No room: the temporary folder is full, or not there.
is_gcc || exit 0 # clang insists on it
exits 0 env TMPDIR=/nonexistent "$TARRYCC" good.c -o program
[ "$(./program)" = hello ] || fail "wrong program"
