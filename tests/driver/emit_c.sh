# --emit-c prints the C that async code becomes, and --dump=PASS what a pass made.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
plain_program plain.c plain
"$TARRYCC" --emit-c program.c >program.i
has program.i "struct answer__future"
has program.i "answer__poll"
has_not program.i "_Await"
"$TARRYCC" program.i -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" --emit-c program.c -o other.i
same program.i other.i
"$TARRYCC" --emit-c -O2 -Wall -c -MD plain.c >out
has out 'puts("plain")'
[ ! -e plain.d ] && [ ! -e plain.o ] || fail "--emit-c made more than C"
for pass in tokens items tree layout lowered; do
    "$TARRYCC" --dump=$pass program.c >out
    has out answer
done
exits 1 "$TARRYCC" --dump=nothing program.c
has err "no pass is called 'nothing'"
exits 1 "$TARRYCC" --dump program.c
has err "wants a pass; there are tokens,"
exits 1 "$TARRYCC" --emit-c
has err "no C input"
exits 1 "$TARRYCC" --emit-c program.c -o /dev/full
has err "No space left"
exits 1 "$TARRYCC" --emit-c program.c -o not/there.c
has err "not/there.c"
# A build that makes C of it first needs to know the headers: -MF names the file, the target is the output.
"$TARRYCC" --emit-c -MMD -MF program.d program.c -o made.c
is program.d "made.c: program.c"
"$TARRYCC" -x c -c made.c -Wall -Wextra -Werror -o made.o
"$TARRYCC" made.o -o program
[ "$(./program)" = hello ] || fail "wrong program"
# --launch names the compiler.
"$TARRYCC" --launch "$CC" -O2 program.c -o program
[ "$(./program)" = hello ] || fail "wrong program"
TARRY_CC=false "$TARRYCC" --launch "$CC" -c plain.c -o plain.o
exits 1 "$TARRYCC" --launch -c plain.c
has err "no compiler stands behind --launch"
exits 1 "$TARRYCC" --launch not-there -c plain.c
has err "the compiler named by --launch is not there: 'not-there'"
