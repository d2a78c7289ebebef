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

# How often each line of an async function ran; one with an await once more for each time it waited.
cat >counted.c <<'END2'
#include <stdio.h>
#include <tarry.h>

static async int twice(int n) {
    await tarry_yield();
    return 2 * n;
}

static async int sum(int n) {
    int total = 0;
    for (int i = 0; i < n; i++) {
        total += await twice(i);
    }
    if (total < 0) {
        total = -total;
    }
    while (await twice(total) < 100) {
        total++;
    }
    return total;
}

async int main(void) {
    printf("%d\n", await sum(5));
    return 0;
}
END2
find . -name '*.gc*' -delete
"$TARRYCC" --coverage counted.c -o counted
./counted >out
is out 50
data=$(find . -name '*.gcda')
if is_gcc; then
    gcov -t "$data" >out
else
    llvm-cov gcov -t "$data" >out 2>/dev/null || exit 0
fi
count() { # count LINE NUMBER
    found=$(grep -E "^ *[^ ]+: +$1:" out | awk '{print $1}' | tr -d ':*')
    [ "$found" = "$2" ] || fail "line $1 ran '$found' times, not $2: $(cat out)"
}
count 5 72
count 6 36
count 10 1
count 12 10
count 15 '#####'
count 17 62
count 18 30
count 20 1
count 25 1
