# gcov's files are called as ever, name the user's file, and count the user's lines.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
plain_program plain.c plain
mkdir sub
names() {
    find . -name '*.gc*' | sort
}
compare() { # the plain file's names, with the other's name in them
    rm -rf program plain
    "$CC" --coverage "$@" plain.c -o ${2:+sub/}plain && ./${2:+sub/}plain >/dev/null
    names | sed 's/plain/program/g' >wanted
    find . -name '*.gc*' -delete
    "$TARRYCC" --coverage "$@" program.c -o ${2:+sub/}program && ./${2:+sub/}program >/dev/null
    names >got
    same wanted got
    find . -name '*.gc*' -delete
}
compare
"$TARRYCC" --coverage -c program.c -o sub/other.o
[ -e sub/other.gcno ] || fail "no sub/other.gcno: $(names)"
"$TARRYCC" --coverage sub/other.o -o program
./program >/dev/null
[ -e sub/other.gcda ] || fail "no sub/other.gcda: $(names)"
if is_gcc; then
    gcov -t sub/other.gcda >out
else
    llvm-cov gcov -t sub/other.gcda >out 2>/dev/null || exit 0
fi
has out "Source:program.c"
grep -E '^ +1\*?: +11: +puts\("hello"\);' out >/dev/null || grep -E '1\*?: +11:' out >/dev/null || fail "line 11 did not run once: $(cat out)"
