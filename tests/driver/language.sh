# -x decides what is C.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.txt hello
plain_program plain.txt plain
plain_program other.c other
"$TARRYCC" -x c program.txt -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" -xc plain.txt -o program
[ "$(./program)" = plain ] || fail "wrong program"
printf 'int other(void) { return 1; }\n' >library.c
"$CC" -c library.c
"$TARRYCC" -x c program.txt -x none library.o -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" -x c program.txt -c -o program.o
"$TARRYCC" -x none program.o -o program
[ "$(./program)" = hello ] || fail "wrong program"
# Preprocessed files: .i, and -x cpp-output.
"$TARRYCC" -E -x c program.txt -o program.i
"$TARRYCC" program.i -o program
[ "$(./program)" = hello ] || fail "wrong program"
mv program.i program.odd
"$TARRYCC" -x cpp-output program.odd -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" -- other.c -o program 2>/dev/null && fail "behind -- there are no options"
"$TARRYCC" -o program -- other.c
[ "$(./program)" = other ] || fail "wrong program"
