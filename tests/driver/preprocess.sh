# -E prints what the compiler prints; the words are their reserved spellings.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
"$TARRYCC" -E program.c >out
"$CC" -E -D__TARRYCC__=1 -isystem "$ROOT/include" program.c >wanted
same wanted out
has out _Async
has out _Await
"$TARRYCC" -E program.c -o program.i
same wanted program.i
"$TARRYCC" -E -P -C program.c >/dev/null
