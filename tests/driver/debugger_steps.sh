# Stepping through an async function, line by line and over awaits that have to wait; and its variables on the way.
. "$ROOT/tests/driver/support/lib.sh"

command -v gdb >/dev/null || { echo "gdb is not here"; exit 77; }
cat >program.c <<'END2'
#include <stdio.h>
#include <tarry.h>

static async int add(int a, int b) {
    int sum = a;
    await tarry_yield();
    sum += b;
    return sum;
}

static async int work(int n) {
    int total = 0;
    for (int i = 0; i < n; i++) {
        int got = await add(i, 10);
        total += got;
    }
    if (total > 5 && await add(1, 2) == 3)
        total++;
    return total;
}

async int main(void) {
    int results[2];
    parallel (s) {
        spawn (s) results[0] = work(1);
    }
    concurrent (s) {
        spawn (s) results[0] = work(2);
        spawn (s) results[1] = work(2); // at the same time: its steps are not the other's
    }
    printf("%d %d\n", results[0], results[1]);
    return 0;
}
END2
"$TARRYCC" -g -O0 program.c -o program
{
    echo 'set pagination off'
    echo 'break program.c:28'
    echo 'run'
    echo 'tarry break work'
    echo 'continue'
    echo 'delete'
    for step in 1 2 3 4 5 6 7 8 9 10; do
        printf '%s\n' 'echo ==\n'
        echo 'tarry next'
    done
    printf '%s\n' 'echo == locals\n'
    echo 'info locals'
    echo 'tarry next'
} >commands
gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -x commands program >out 2>&1 || fail "$(cat out)"
# The line of each stop: the last that a step printed.
sed -n '1,/^== locals/p' out | awk '/^==/ { if (line) printf "%s ", line; line = "" } /^[0-9]+\t/ { line = $1 }' >lines
is lines "12 13 14 15 13 14 15 13 17 18 19 "
sed '1,/^== locals/d' out >locals
grep -q '^total = 22$' locals || fail "total is not 22: $(cat locals)"
