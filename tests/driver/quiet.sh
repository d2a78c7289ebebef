# No run prints a word that the plain compiler does not: unused options, libraries, languages.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
plain_program plain.c plain
printf '.section .note.GNU-stack,"",@progbits\n' >empty.s
printf '.section .note.GNU-stack,"",@progbits\n' >empty.S
"$CC" -E plain.c -o plain.i
quiet() {
    "$TARRYCC" "$@" >log 2>&1 || fail "$*: $(cat log)"
    [ ! -s log ] || fail "$*: $(cat log)"
}
for source in program.c plain.c; do
    quiet -Wall -Wextra -I. -DX -UY -MMD -MF deps -O2 -g -pthread -pipe $source empty.s -L. -lm -Wl,-O1 -o program
    quiet -Wall -Wextra -I. -DX -include stddef.h -c $source -o program.o
    quiet -O2 -x c $source -x none -lm -o program
    quiet -fsyntax-only -I. $source
    quiet -S $source -o program.s
    quiet program.s -o program
    quiet program.o -I. -o program
done
quiet plain.i -o plain
quiet -c plain.i
quiet -c empty.s
quiet -c empty.S
quiet -c empty.S -I. -DX
