# Stepping through async functions line by line, with gdb's own commands, over awaits that wait and awaits that do not; and
# the variables on the way.
. "$ROOT/tests/driver/support/lib.sh"

command -v gdb >/dev/null || { echo "gdb is not here"; exit 77; }
steps() { # steps PROGRAM FUNCTION COUNT COMMAND: from the begin of FUNCTION, into `out`; the lines of the stops into `lines`
    {
        echo 'set pagination off'
        echo "tarry break $2"
        echo 'run'
        echo 'delete'
        for step in $(seq "$3"); do
            printf '%s\n' 'info locals' 'echo ==\n' "$4"
        done
    } >commands
    timeout 120 gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -x commands "./$1" >out 2>&1 || true
    # A step tells where it is once; the first stop is that of the breakpoint.
    awk '/^==/ { if (line) printf "%s ", line; line = "" } /^[0-9]+\t/ { line = line $1 } /exited normally/ { line = "end" }
        END { if (line) printf "%s ", line }' out >lines
}
at() { # at LINE TEXT...: where a step stops on this line, the variables are these
    awk -v line="$1" '/^[0-9]+\t/ { shown = $1 == line } shown' out >here
    shift
    for text; do
        grep -qxF -e "$text" here || fail "no '$text' in: $(cat here)"
    done
}

cat >program.c <<'END2'
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

static void set(int *place, int value) {
    *place = value;
}

static async int ready(int n) {
    return n + 1;
}

static async int waits(int n) {
    int before = n * 2;
    await tarry_yield();
    int after = before + 1;
    return after;
}

static async int down(int depth) {
    int below = 0;
    if (depth > 0)
        below = await down(depth - 1);
    else
        await tarry_yield();
    return below + 1;
}

static async int work(int n, int unused) {
    int dead = n * 3;
    int array[3] = {n, n + 1, n + 2};
    struct point here = {n, -n};
    int place;
    set(&place, dead);
    for (int i = 0; i < 2; i++) {
        int got = await waits(i);
        array[i] += got;
    }
    int total = await ready(await waits(4));
    race {
        when ((here.x = await waits(5)) > 0)
            total += here.x;
        when ((here.y = await tarry_sleep(TARRY_SEC(100))) == 0)
            total = 0;
    }
    within (TARRY_SEC(100)) {
        int inner = await waits(6);
        total += inner;
    } else {
        total = -1;
    }
    concurrent (s) {
        int results[2];
        spawn (s) results[0] = waits(7);
        spawn (s) results[1] = waits(8);
    }
    while (await waits(total) < 70)
        total++;
    total += await down(2);
    return total + place;
}

async int main(void) {
    int result = await work(1, 2);
    printf("%d\n", result);
    return 0;
}
END2
"$TARRYCC" -g -O0 -Wall -Wextra -Wno-unused-parameter program.c -o program
steps program work 39 next
is lines "33 34 35 36 37 38 39 40 38 39 40 38 42 44 46 43 44 46 44 45 49 50 51 52 55 56 57 58 59 60 61 60 62 63 68 69 end "
at 34 'n = 1' 'unused = 2' 'dead = 3' 'array = <not there yet>'
at 38 'array = {1, 2, 3}' 'here = {x = 1, y = -1}' 'place = 3' 'i = 0'
at 40 'got = 1' 'got = 3' 'dead = 3' 'i = 1'
at 42 'n = 1' 'unused = 2' 'dead = 3' 'array = {2, 5, 3}'
at 43 'total = 10'
at 49 'total = 21' 'here = {x = 11, y = -125}'
at 51 'inner = 13'
at 59 's = {error = 0}'
at 63 'n = 1' 'unused = 2' 'dead = 3' 'array = {2, 5, 3}' 'here = {x = 11, y = -125}' 'place = 3' 'total = 38'
at 68 'result = 41'

# Behind the end of a function comes who awaits it.
steps program waits 6 next
is lines "17 18 19 20 40 38 39 "
at 20 'n = 0' 'before = 0' 'after = 1'
steps program down 7 next
is lines "24 25 26 29 63 68 69 end "
steps program main 3 next
is lines "67 68 69 end "

# `step` enters the functions of the program, plain ones, embedded ones and those with a frame of their own, and none of the
# library; `until` leaves a loop at its end; `finish` waits for the end, which a poll function that returns is not.
steps program work 16 step
is lines "33 34 35 36 37 9 10 38 39 17 18 19 20 40 38 39 17 "
steps program down 14 step
is lines "24 25 26 24 25 26 24 25 28 29 26 29 26 29 63 "
steps program work 10 until
is lines "33 34 35 36 37 38 39 40 38 42 44 "
steps program waits 1 finish
is lines "17 39 "
has out "waits () has returned 1"
steps program down 1 finish
is lines "24 62 "

# print knows the variables that are not on the stack, where they are; what other breakpoints say is heard.
cat >commands <<'END2'
set pagination off
break program.c:40 if i == 1
run
print array[1] + here.x * 10
print here.y = 5
print here
print &place == &self->place
print/x here
print "here"
print *here.tarry__at
bt full 1
display place
delete
break program.c:19
next
next
END2
gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -x commands program >out 2>&1 || fail "$(cat out)"
for text in '$1 = 12' '$2 = 5' '$3 = {x = 1, y = 5}' '$4 = 1' '$5 = {x = 0x1, y = 0x5}' '$6 = "here"' '$7 = {x = 1, y = 5}' \
    '        here = {x = 1, y = 5}' '38	    for (int i = 0; i < 2; i++) {'; do
    grep -qxF -e "$text" out || fail "no '$text' in: $(cat out)"
done

# A program that talks to gdb is told where a step has ended.
cat >commands <<END2
source $ROOT/tools/tarry-gdb.py
-break-insert -t program.c:39
-exec-run
END2
{
    cat commands
    wait_for() {
        for turn in $(seq 100); do
            [ "$(grep -c '^\*stopped.*frame=' out)" -lt "$1" ] || break
            sleep 0.1
        done
    }
    wait_for 1
    echo '-exec-next'
    wait_for 2
    echo '-gdb-exit'
} | timeout 60 gdb -q -nx --interpreter=mi ./program >out 2>&1 || fail "$(cat out)"
grep '^\*stopped.*frame=' out | tail -1 | grep -q 'func="work__poll".*line="40"' || fail "$(cat out)"

# Two tasks at the same time, on two threads: the steps of one are not the other's.
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
        printf '%s\n' 'echo ==\n' next
    done
    printf '%s\n' 'echo == locals\n' 'info locals' next
} >commands
gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -x commands program >out 2>&1 || fail "$(cat out)"
sed '/^== locals/,$d' out | awk '/^==/ { printf "%s ", line } /^[0-9]+\t/ { line = $1 }' >lines
is lines "12 13 14 15 13 14 15 13 17 18 "
sed '1,/^== locals/d' out >locals
grep -q '^total = 22$' locals || fail "total is not 22: $(cat locals)"

# A function that is only embedded has in optimised code no other place than where it is awaited.
cat >inlined.c <<'END2'
#include <stdio.h>
#include <tarry.h>

static async int inlined(int n) {
    printf("%d\n", n);
    await tarry_yield();
    return n - 3;
}

async int main(void) {
    return await inlined(3);
}
END2
"$TARRYCC" -g -O2 -Wall inlined.c -o inlined
gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -ex 'tarry break inlined' -ex run ./inlined >out 2>&1 || fail "$(cat out)"
grep -q '^Thread 1 .* hit Breakpoint 1, inlined__poll' out || fail "no stop in the inlined function: $(cat out)"
grep -q '^[45][[:space:]]' out || fail "not where it begins: $(cat out)"
gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -ex 'tarry break nothing' ./inlined >out 2>&1 || true
grep -q "No async function is called 'nothing'" out || fail "$(cat out)"
