# -save-temps keeps the usual files, and the translated C.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
mkdir sub
"$TARRYCC" -save-temps -c program.c -o program.o
for file in program.i program.s program.o program.tarry.c; do
    [ -e $file ] || fail "$file is not there: $(ls)"
done
has program.i _Await
has program.tarry.c "answer__poll"
has program.s "answer__poll"
rm program.i program.s program.o program.tarry.c
"$TARRYCC" -save-temps=obj -c program.c -o sub/program.o
[ -e sub/program.i ] && [ -e sub/program.s ] && [ -e sub/program.tarry.c ] || fail "sub has: $(ls sub)"
[ "$(ls)" = "$(printf 'program.c\nsub')" ] || fail "the folder has: $(ls)"
