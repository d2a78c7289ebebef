# A file without async code gives the plain compiler's object, byte for byte.
. "$ROOT/tests/driver/support/lib.sh"

cat >plain.c <<'END'
#include <stdio.h>
#include <string.h>
static int twice(int n) { return 2 * n; }
int main(int argc, char **argv) {
    return argc > 1 && strlen(argv[1]) ? twice(argc) : printf("%s\n", __FILE__);
}
END
compare() {
    "$CC" "$@" -c plain.c -o plain.o && mv plain.o wanted.o
    "$TARRYCC" "$@" -c plain.c -o plain.o
    same wanted.o plain.o
}
compare
compare -O2
compare -O2 -g
compare -g3
compare -O2 -g3 -Wall -Wextra
compare -g -fsanitize=address,undefined
compare -std=c99 -pedantic -fPIC
compare -DX=1 -I. -include stddef.h
compare -frecord-gcc-switches
"$CC" -O2 -S plain.c -o wanted.s
"$TARRYCC" -O2 -S plain.c -o plain.s
same wanted.s plain.s
"$CC" -O2 -g -c plain.c && mv plain.o wanted.o
"$TARRYCC" -O2 -g -c plain.c
same wanted.o plain.o
"$CC" -g -x c -c - -o wanted.o <plain.c
"$TARRYCC" -g -x c -c - -o plain.o <plain.c
same wanted.o plain.o
# A file that knows of tarrycc sees it, async code or not.
printf '#ifdef __TARRYCC__\nint with_tarrycc;\n#endif\nint other;\n' >knows.c
for option in -g -g3; do
    "$TARRYCC" $option -c knows.c
    nm knows.o | grep -q with_tarrycc || fail "$option: __TARRYCC__ was not defined"
done
