# Several inputs, of several kinds, in one command.
. "$ROOT/tests/driver/support/lib.sh"

printf '#include <tarry.h>\nasync int one(void) { await tarry_yield(); return 1; }\n' >one.c
printf '#include <tarry.h>\nasync int two(void) { await tarry_yield(); return 2; }\n' >two.c
printf 'int three(void);\nint three(void) { return 3; }\n' >three.c
printf '.globl four\n.section .note.GNU-stack,"",@progbits\n.data\nfour: .long 4\n' >four.s
printf '#ifdef __TARRYCC__\n#error\n#endif\n.section .note.GNU-stack,"",@progbits\n' >five.S
cat >main.c <<'END'
#include <stdio.h>
#include <tarry.h>
async int one(void);
async int two(void);
int three(void);
extern int four;
async int main(void) {
    int sum = await one() + await two() + three() + four;
    printf("%d\n", sum);
    return 0;
}
END
"$TARRYCC" main.c one.c two.c three.c four.s five.S -o program
[ "$(./program)" = 10 ] || fail "in one step: $(./program)"
"$TARRYCC" -c main.c one.c two.c three.c four.s
"$TARRYCC" main.o one.o two.o three.o four.o -o program
[ "$(./program)" = 10 ] || fail "in two steps: $(./program)"
ar rc library.a one.o two.o
"$TARRYCC" main.c -L. three.c library.a four.o -lm -o program
[ "$(./program)" = 10 ] || fail "with a library: $(./program)"
"$TARRYCC" -S one.c two.c && [ -e one.s ] && [ -e two.s ]
mkdir a b
cp one.c a/same.c && cp two.c b/same.c
"$TARRYCC" main.c a/same.c b/same.c three.c four.o -o program
[ "$(./program)" = 10 ] || fail "the same name twice: $(./program)"
exits 1 "$TARRYCC" -c one.c two.c -o out.o 2>err
# C++ beside async C: it sees the plain view of the headers.
if command -v g++ >/dev/null; then
    printf '#ifdef __TARRYCC__\n#error\n#endif\n#include <tarry.h>\nextern "C" int three(void) { return 3; }\n' >three.cc
    rm -f three.o
    "$TARRYCC" main.c one.c two.c three.cc four.s -lstdc++ -o program
    [ "$(./program)" = 10 ] || fail "with C++: $(./program)"
fi
