# The library comes only to programs that need it.
. "$ROOT/tests/driver/support/lib.sh"

plain_program plain.c plain
async_program program.c hello
"$TARRYCC" plain.c -o plain
readelf -d plain >out
has_not out libtarry
"$TARRYCC" program.c -o program
readelf -d program >out
has out libtarry.so.0
"$TARRYCC" -c program.c
"$TARRYCC" program.o -o program
[ "$(./program)" = hello ] || fail "wrong program"
# A shared library with async code, and a program around it.
printf '#include <tarry.h>\nasync int f(int n);\nasync int f(int n) { await tarry_yield(); return n; }\n' >library.c
"$TARRYCC" -fPIC -shared library.c -o libf.so
readelf -d libf.so >out
has out libtarry.so.0
printf '#include <tarry.h>\nasync int f(int n);\nasync int main(void) { return await f(0); }\n' >user.c
"$TARRYCC" user.c -L. -lf -Wl,-rpath,"$PWD" -o user
./user
# Nothing is added where nothing is linked, or where the user links everything.
"$TARRYCC" -r program.o -o relocatable.o
"$TARRYCC" relocatable.o -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" -### -nostdlib program.o 2>err
has_not err libtarry
"$TARRYCC" -### -c program.c 2>err
has_not err libtarry
# Statically, if the C library can be.
if "$CC" -static plain.c -o plain 2>/dev/null; then
    "$TARRYCC" -static plain.c -o plain
    [ "$(./plain)" = plain ] || fail "wrong program"
    if [ "$("$CC" -print-file-name=liburing.a)" != liburing.a ]; then
        "$TARRYCC" -static program.c -o program 2>/dev/null
        [ "$(./program)" = hello ] || fail "wrong program"
    fi
fi
