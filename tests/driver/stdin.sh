# The program may come on standard input.
. "$ROOT/tests/driver/support/lib.sh"

async_program async.c "from stdin"
plain_program plain.c "plain from stdin"
"$TARRYCC" -x c - -o program <async.c
[ "$(./program)" = "from stdin" ] || fail "wrong program"
"$TARRYCC" -o program -xc - <plain.c 2>err
[ "$(./program)" = "plain from stdin" ] || fail "wrong program"
[ ! -s err ] || fail "$(cat err)"
cat async.c | "$TARRYCC" -Wall -x c -c - -o stdin.o
"$TARRYCC" stdin.o -o program
[ "$(./program)" = "from stdin" ] || fail "wrong program"
echo 'async int x = 3;' | exits 1 "$TARRYCC" -x c - -c -o no.o -include tarry.h
[ ! -e no.o ] || fail "no.o was left"
echo '__TARRYCC__' | "$TARRYCC" -E - | tail -1 >out
is out 1
"$TARRYCC" -E -dM - </dev/null >out
has out "__TARRYCC__ 1"
