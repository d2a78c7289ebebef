# @files, nested and quoted as gcc reads them, and command lines longer than the system allows.
. "$ROOT/tests/driver/support/lib.sh"

mkdir 'with space'
async_program 'with space/program.c' hello
echo "-O2 -DTEXT='a b' -D'WORD=x\"y\"' \"with space/program.c\"" >inner
printf '%s\n' '@inner' '-o' 'with\ space/program' >outer
"$TARRYCC" @outer
[ "$('./with space/program')" = hello ] || fail "wrong program"
printf '%s' '-c -DEMPTY="" plain.c' >options
plain_program plain.c plain
"$TARRYCC" @options
[ -e plain.o ] || fail "plain.o is not there"
exits 1 "$TARRYCC" @missing
has err "@missing"
echo '@loop' >loop
exits 1 "$TARRYCC" @loop
has err "too many @-files"
async_program program.c hello
i=0
while [ $i -lt 1700 ]; do
    echo "-DA_LONG_NAME_THAT_MEANS_NOTHING_$i=$i"
    i=$((i + 1))
done >many
"$TARRYCC" @many program.c -o program
[ "$(./program)" = hello ] || fail "wrong program"
"$TARRYCC" @many -c plain.c
