# tools/tarry-gdb.py: the tasks of a stopped program and of its core, their chains of awaits, and their variables.
. "$ROOT/tests/driver/support/lib.sh"

command -v gdb >/dev/null || { echo "gdb is not here"; exit 77; }
cat >program.c <<'END2'
#include <stdio.h>
#include <tarry.h>

struct place {
    int x, y;
};

static async int nap(int turns) {
    struct place here = {turns, 4};
    for (int i = 0; i < turns; i++) {
        await tarry_sleep(TARRY_SEC(100));
        here.x++;
    }
    return here.x + here.y;
}

static async int deeper(int depth) {
    int sum = depth * 10;
    if (depth > 0)
        sum += await deeper(depth - 1);
    else
        sum += await nap(3);
    return sum;
}

static void stop_here(void) {
    puts("here");
}

static async int looks(void) {
    await tarry_sleep(TARRY_MS(20));
    stop_here();
    return 0;
}

static async int family(void) {
    int results[2];
    parallel (s) {
        spawn (s) results[0] = nap(7);
        spawn (s) results[1] = deeper(2);
    }
    return results[0] + results[1];
}

async int main(void) {
    int first, second;
    concurrent (s) {
        spawn (s) first = family();
        spawn (s) second = looks();
    }
    return first + second;
}
END2
gdb_on() {
    gdb -q -nx -batch -iex "source $ROOT/tools/tarry-gdb.py" -ex 'set pagination off' "$@" 2>&1
}
in_order() { # in_order FILE PATTERN...: lines that match, one after the other
    file=$1
    line=1
    shift
    for pattern; do
        at=$(tail -n +$line "$file" | grep -nE -e "$pattern" | head -1 | cut -d: -f1)
        [ -n "$at" ] || fail "no line like '$pattern' from line $line on in: $(cat "$file")"
        line=$((line + at))
    done
}
number_of() { # number_of NAME: the task's, in the list
    grep -E "^ +[0-9]+ +$1" core.tasks | awk '{print $1}'
}
for level in -O0 -O2; do
    "$TARRYCC" -g $level -Wall program.c -o program
    rm -f core
    TARRY_WORKERS=2 gdb_on -ex 'break stop_here' -ex run -ex 'generate-core-file core' -ex 'echo == tasks\n' \
        -ex 'tarry tasks' -ex 'tarry bt' program >live || fail "$(cat live)"
    gdb_on -ex 'echo == tasks\n' -ex 'tarry tasks' -ex 'tarry bt' program core >core.txt || fail "$(cat core.txt)"
    for file in live core.txt; do
        sed '1,/^== tasks/d' $file | grep -v '^Breakpoint' >${file%.txt}.tasks
    done
    [ -s core.tasks ] || fail "$(cat live core.txt)"
    same live.tasks core.tasks
    in_order core.tasks '^ +1  main \(program.c:[0-9]+\) > end of scope$' \
        '^ +[0-9]+    family \(program.c:[0-9]+\) > end of scope$' '^ +[0-9]+      (nap|deeper) '
    has core.tasks "nap (program.c:11) > tarry_sleep"
    has core.tasks "deeper (program.c:20) > deeper (program.c:20) > deeper (program.c:22) > nap (program.c:11) > tarry_sleep"
    in_order core.tasks 'looks \(running\)' '^Task [0-9]+, looks \(running\)' '^#0 +stop_here \(\) at program.c:27' \
        '^#1 +looks \(\) at program.c:32' '^in a scope of task 1, main' '^#2 +main \(\) at program.c:4'
    deep=$(number_of deeper)
    gdb_on -ex 'echo == bt\n' -ex "tarry bt $deep" -ex 'echo == locals\n' -ex "tarry locals $deep" -ex 'echo == one\n' \
        -ex "tarry locals $(number_of nap) nap" -ex 'echo == trouble\n' -ex 'tarry bt 77' program core >core.txt || true
    for part in bt locals one trouble; do
        sed -n "/^== $part\$/,/^== /p" core.txt | grep -v '^== ' >$part
    done
    in_order bt "^Task $deep, deeper" '^#0 +tarry_sleep \(\)' '^#1 +nap \(\) at program.c:11' '^#2 +deeper \(\) at program.c:22' \
        '^#3 +deeper \(\) at program.c:20' '^#4 +deeper \(\) at program.c:20' 'in a scope of task [0-9]+, family' \
        '^#5 +family \(\) at program.c:' 'in a scope of task 1, main' '^#6 +main \(\) at program.c:'
    in_order locals '^nap \(\) at program.c:11' ' turns = 3' \
        'here = \{x = 3, y = 4\}' 'i = 0' '^deeper .* at program.c:22' 'sum = 0' \
        '^deeper .* at program.c:20' 'sum = 10' '^deeper .* at program.c:20' 'sum = 20'
    in_order one '^nap' 'turns = 7' 'here = \{x = 7, y = 4\}'
    has_not one sleep
    has trouble "There is no task 77."
done

# Races, deadlines, calls through pointers.
cat >program.c <<'END2'
#include <stdio.h>
#include <tarry.h>

static void stop_here(void) { puts("x"); }
static async int nap(int n) {
    await tarry_sleep(TARRY_SEC(n));
    return n;
}
static async int rec(int n) {
    if (n == 0)
        return await nap(50);
    return await rec(n - 1);
}
static async int with_child(void) {
    int r = 0;
    concurrent (s) {
        spawn (s) r = nap(60);
    }
    return r;
}
static async int (*const table[])(int) = {nap, rec};
static async int racer(int k) {
    int a = k, b = 2, c = 3;
    within (TARRY_SEC(100)) {
        race {
            when ((a = await nap(40)) > 0) puts("a");
            when ((b = await rec(2)) > 0) puts("b");
            when ((c = await with_child()) > 0) puts("c");
        }
    } else {
        puts("late");
    }
    return a + b + c + k;
}
static async int looks(void) {
    await tarry_sleep(TARRY_MS(20));
    stop_here();
    return 0;
}
static async int pointed(int i) {
    return await table[i](30);
}
async int main(void) {
    int x, y;
    concurrent (s) {
        spawn (s) x = racer(7);
        int z;
        spawn (s) z = pointed(0);
        spawn (s) y = looks();
    }
    return x + y;
}
END2
"$TARRYCC" -g -O2 -Wall program.c -o program
gdb_on -ex 'break stop_here' -ex run -ex 'tarry tasks' -ex 'tarry bt 4' -ex 'tarry locals 4' program >live || fail "$(cat live)"
has live "racer (program.c:25) > race [nap (program.c:6) > tarry_sleep | rec (program.c:12) > rec (program.c:12) > rec (program.c:11) > nap (program.c:6) > tarry_sleep | with_child (program.c:16) > end of scope]"
has live "pointed (program.c:41) > nap (program.c:6) > tarry_sleep"
in_order live '^Task 4, racer' '^ +arm 2$' '^ +#1 +nap' '^ +#4 +rec \(\) at program.c:12' 'with_child .* at program.c:16' \
    '^#0 +racer \(\) at program.c:25, waits for the race' 'main' '^arm 1:' 'n = 40' '^arm 2:' 'n = 50' '^arm 3:' \
    's = \{error = 0\}' '^racer' 'k = 7'

# Installed, gdb finds it by itself.
meson install --no-rebuild -C "$BUILD" --destdir "$PWD/root" >log 2>&1 || fail "$(cat log)"
prefix=$PWD/root/usr/local
[ -f "$prefix/share/tarry/tarry-gdb.py" ] || fail "it is not installed"
script=$(find "$prefix/share/gdb/auto-load" -name '*-gdb.py')
library=$(find "$prefix"/lib* -name 'libtarry.so.*.*.*')
[ "$script" = "$prefix/share/gdb/auto-load/${library#"$PWD/root/"}-gdb.py" ] || fail "gdb does not look for $script"
gdb -q -nx -batch -iex "set auto-load safe-path $BUILD" -ex 'break stop_here' -ex run -ex 'tarry tasks' program >live 2>&1 || fail "$(cat live)"
has live "looks (running)"
