# The options of the language's own warnings: tarrycc takes them, the C compiler never sees them.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <tarry.h>
#include <unistd.h>
async int main(void) {
    sleep(0);
    return 0;
}
END
plain_program plain.c hello

warns() {
    exits 0 "$TARRYCC" -c program.c -o program.o "$@"
    has err "program.c:4:5: warning: \`sleep\` blocks"
    has err "[L41, -Wtarry-blocking]"
    has err "await tarry_sleep("
}
silent() {
    exits 0 "$TARRYCC" -c program.c -o program.o "$@"
    [ ! -s err ] || fail "$*: $(cat err)"
}
refuses() {
    exits 1 "$TARRYCC" -c program.c -o program.o "$@"
    has err "program.c:4:5: error: \`sleep\` blocks"
    has err "[L41, -Werror=tarry-blocking]"
    [ ! -e program.o ] || fail "$*: an object"
}

warns
warns -Wall -Wextra
warns -Wno-tarry-blocking -Wtarry-blocking
warns -Wno-tarry -Wtarry
warns -Wno-tarry-blocking=usleep
warns -Wno-error=tarry-blocking -Werror
warns -Werror -Wno-error
warns -Werror=tarry-blocking -Wno-error=tarry-blocking
silent -Wno-tarry-blocking
silent -Wno-tarry
silent -Wall -Werror -Wno-tarry-blocking
silent -Wno-tarry-blocking=usleep,sleep
silent -Werror=tarry-blocking -Wno-tarry-blocking
silent -w
silent -w -Werror
silent -Wno-tarry-something -Wno-tarry-blocking
refuses -Werror
refuses -Werror=tarry-blocking
refuses -Wno-tarry-blocking -Werror=tarry-blocking
refuses -Werror=tarry

# No such warning: said once, before anything runs; a program may ask whether an option is there.
exits 1 "$TARRYCC" -Wtarry-something -c program.c
has err "unrecognized command-line option '-Wtarry-something'"
exits 1 "$TARRYCC" -Werror=tarry-something -c plain.c
exits 1 "$TARRYCC" -Wtarry-errno=name -c plain.c

# Files without async code, and runs that only link.
exits 0 "$TARRYCC" -Wtarry-blocking -Werror=tarry-errno plain.c -o plain
[ ! -s err ] || fail "$(cat err)"
exits 0 "$TARRYCC" -c plain.c
exits 0 "$TARRYCC" -Wno-tarry plain.o -o plain
[ ! -s err ] || fail "$(cat err)"

# Pragmas: gcc's own spelling where the compiler is gcc, TARRY_DIAGNOSTIC everywhere; nothing of either is left for the compiler.
cat >pragma.c <<'END'
#include <tarry.h>
#include <unistd.h>
#pragma GCC diagnostic push
#pragma tarry diagnostic ignored "-Wtarry-blocking"
async int f(void) {
    sleep(0);
#pragma tarry diagnostic warning "-Wtarry-blocking"
    sleep(0);
#pragma tarry diagnostic error "-Wtarry-blocking"
    if (0)
        sleep(0);
    return 0;
}
#pragma GCC diagnostic pop
async int g(void) {
    sleep(0);
    return 0;
}
END
exits 1 "$TARRYCC" -Wall -Wextra -c pragma.c
has_not err "pragma.c:6:"
has err "pragma.c:8:5: warning: "
has err "pragma.c:11:9: error: "
has err "pragma.c:16:5: warning: "
exits 0 "$TARRYCC" -Wall -Wextra -Werror -w -c pragma.c
if is_gcc; then
    sed 's/pragma tarry/pragma GCC/' pragma.c >gcc.c
    exits 1 "$TARRYCC" -Wall -Wextra -c gcc.c
    has_not err "gcc.c:6:"
    has err "gcc.c:16:5: warning: "
    has_not err "Wpragmas"
fi

# A file of plain C that has them is the compiler's as if they were not there.
cat >annotated.c <<'END'
#include <tarry/words.h>
TARRY_DIAGNOSTIC(ignored "-Wtarry-blocking")
TARRY_LOCKS(1) void take(int *lock);
void give(int *lock) TARRY_UNLOCKS(1);
TARRY_TRYLOCKS(1, 0) TARRY_BLOCKS int try_take(int *lock), other(int);
TARRY_LOCKS(world) TARRY_BLOCKS
int stop(void) {
    return 1;
}
END
exits 0 "$TARRYCC" -Wall -Wextra -Werror -c annotated.c
[ ! -s err ] || fail "$(cat err)"

# What stands in a system header is its author's business.
mkdir system
printf '%s\n' '#include <tarry.h>' '#include <unistd.h>' \
    'static inline async int inside(void) { sleep(0); return await tarry_sleep(0); }' '#define NAP() sleep(0)' \
    >system/inside.h
cat >outside.c <<'END'
#include <inside.h>
async int main(void) {
    await inside();
    NAP();
    return 0;
}
END
exits 0 "$TARRYCC" -isystem system -c outside.c
has_not err "inside.h"
has err "outside.c:4:5: warning: "
exits 0 "$TARRYCC" -Isystem -c outside.c
has err "inside.h:3:"
