# A bit-field cannot take the result of a spawn: it has no address for the child to write to. (The compiler behind tarrycc
# finds this, gcc in three messages and clang in one; so this is no test in errors/.)
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <tarry.h>
static async unsigned f(unsigned x) {
    return x;
}
async int main(void) {
    struct {
        unsigned bits : 3;
    } flags = {0};
    concurrent (s) {
        spawn (s) flags.bits = f(1);
    }
    return (int)flags.bits;
}
END
exits 1 "$TARRYCC" -c program.c -o program.o
has err "program.c:10:"
has err "bit-field"
[ ! -e program.o ] || fail "an object file was left behind"
