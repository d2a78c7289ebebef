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
exits 1 "$TARRYCC" --emit-c
has err "no C input"
exits 1 "$TARRYCC" --emit-c program.c -o /dev/full
has err "No space left"
exits 1 "$TARRYCC" --emit-c program.c -o not/there.c
has err "not/there.c"
