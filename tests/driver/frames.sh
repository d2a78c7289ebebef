# --frames tells what takes the room in each future, -Wframe=N which are too large; info locals shows locals.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <tarry.h>
#include <string.h>

struct big {
    char bytes[1000];
};

static async int fill(struct big b, int n) {
    char text[200];
    memset(text, n, sizeof text);
    await tarry_yield();
    return text[0] + b.bytes[0];
}

static async int small(int first) {
    int second = first * 2;
    int third = await fill((struct big){{1}}, second);
    int sum = first + second + third;
    return sum;
}

async int main(void) {
    return await small(3) - 16;
}
END
"$TARRYCC" --frames program.c >out
has out "program.c:8: fill: 1"
has out "b: a parameter"
has out "text"
has out "second: a saved local"
has out "child.fill: a callee"
has_not out third
[ "$(ls)" = "$(printf 'out\nprogram.c')" ] || fail "--frames made more than its list: $(ls)"
cp out plain
for options in "-O2 -g3" "-flto -fsanitize=address" "--coverage -std=c99" "-fPIC -DX -w"; do
    "$TARRYCC" --frames $options program.c >out
    same plain out
    [ "$(ls)" = "$(printf "out\nplain\nprogram.c")" ] || fail "$options left files behind: $(ls)"
done

if command -v aarch64-linux-gnu-gcc >/dev/null; then
    TARRY_CC=aarch64-linux-gnu-gcc "$TARRYCC" --frames program.c >out
    has out "fill: 1"
fi
# ---- which way a function is being left is in its future only where leaving may have to wait ----
cat >leave.c <<'END'
#include <tarry.h>

static void end(int *n) {
    ++*n;
}

static async int leave(int *n) {
    defer end(n);
    for (int i = 0; i < 3; i++) {
        defer end(n);
        if (await tarry_sleep(TARRY_NS(1)) < 0) {
            break;
        }
        if (*n > 100) {
            return 1;
        }
    }
    return 2;
}

static async int leave_scope(int *n) {
    concurrent (s) {
        spawn (s) leave(n);
        if (*n > 100) {
            return 1;
        }
    }
    return await leave(n);
}

async int main(void) {
    int n = 0;
    return await leave_scope(&n);
}
END
"$TARRYCC" --frames leave.c >out
has out "exit_1"
[ "$(grep -c exit_ out)" = 1 ] || fail "notes in futures: $(grep exit_ out)"

exits 1 "$TARRYCC" --frames
has err "no C input"
sed 's/third;$/third + unknown;/' program.c >wrong.c
exits 1 "$TARRYCC" --frames wrong.c
has err "wrong.c:18"

# ---- the limit ----
"$TARRYCC" -Wframe=600 -c program.c -o program.o 2>err
has err "program.c:8:18: warning: the frame of \`fill\` takes 1"
has err "bytes, more than 600 [L47, -Wtarry-frame]"
has err "1000 of them are \`b\`"
has err "the frame of \`small\`"
[ -e program.o ] || fail "a warning stopped the compiler"
"$TARRYCC" -Wframe=6000 -c program.c -o program.o 2>err
same /dev/null err
"$TARRYCC" -Wframe=600 -Wno-tarry-frame -c program.c -o program.o 2>err
same /dev/null err
"$TARRYCC" -Wframe=600 -Wno-frame -c program.c -o program.o 2>err
same /dev/null err
exits 1 "$TARRYCC" -Wframe=600 -Werror=tarry-frame -c program.c -o error.o
has err "error: the frame of"
[ ! -e error.o ] || fail "an error did not stop the compiler"
exits 1 "$TARRYCC" -Wframe=much -c program.c
has err "Wframe=much"

# ---- the debugger ----
if command -v gdb >/dev/null; then
    "$TARRYCC" -g -O0 program.c -o program
    gdb -q -batch -ex 'break program.c:19' -ex run -ex 'info locals' program >out 2>&1 || true
    has out "first = 3"
    has out "second = 6"
    has out "third = 7"
fi

# With -g and no optimisation a variable is kept while it has a name: `small` its `second` and `third` too, `fill` its `n`.
"$TARRYCC" --frames program.c >smallest
for options in "-g0" "-g -O2" "-O0 -g -O1" "-g -g0" "--debug --optimize=2" "-gz"; do
    "$TARRYCC" $options --frames program.c >out
    same out smallest
done
"$TARRYCC" -g --frames program.c >largest
! cmp -s smallest largest || fail "frames for a debugger are not larger: $(cat largest)"
for options in "-g -O0" "-Og -g" "-O2 -ggdb3 -O0" "-g0 -gdwarf-4" "--debug"; do
    "$TARRYCC" $options --frames program.c >out
    same out largest
done
