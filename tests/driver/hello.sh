# The first thing anyone types, with and without options, from any folder.
. "$ROOT/tests/driver/support/lib.sh"

async_program hello.c "hello"
"$TARRYCC" hello.c -o hello
[ "$(./hello)" = hello ] || fail "hello does not say hello"
for level in -O0 -O1 -O2 -O3 -Os; do
    "$TARRYCC" $level -g hello.c -o hello
    [ "$(./hello)" = hello ] || fail "$level: hello does not say hello"
done
"$TARRYCC" hello.c
[ "$(./a.out)" = hello ] || fail "a.out does not say hello"
mkdir deep
cp hello.c deep/there.c
(cd / && "$TARRYCC" "$OLDPWD/deep/there.c" -o "$OLDPWD/there")
[ "$(./there)" = hello ] || fail "there does not say hello"
ln -s "$TARRYCC" linked
./linked hello.c -o hello
[ "$(./hello)" = hello ] || fail "through a link: hello does not say hello"
