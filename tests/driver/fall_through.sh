# A comment that says that a case falls through is heard where the compiler hears it, and a case that says nothing is
# warned of, on its line.
. "$ROOT/tests/driver/support/lib.sh"

cat >fall.c <<'END2'
#include <tarry.h>
async int g(void);
int plain(int n);
int plain(int n) {
    switch (n) {
    case 1:
        n++; /* fall through */
    default:
        return n;
    }
}
async int f(int n) {
    switch (n) {
    case 1:
        n++;
        await g();
        /* fall through */
    case 2:
        n += await g(); // FALLTHRU
    case 3:
        n = 4;
        // fall through
    case 4: {
        await g();
    } /* fallthrough */
    case 5:
        if (n) {
            await g();
        }
        /* falls through */
    default:
        n++;
        return n;
    }
}
END2
cat >falls.c <<'END2'
#include <tarry.h>
async int g(void);
async int f(int n) {
    switch (n) {
    case 1:
        await g();
        n = 2;
    case 2:
        n = 3;
    case 3:
        return n;
    }
    return 0;
}
END2
warnings() { # the lines of those about cases that fall through
    grep -oE '^fall[a-z]*\.c:[0-9]+:.*warning: .*(fall|annotated)' | cut -d: -f1,2
}
for options in -Wextra "-Wall -Wextra" -W -Wimplicit-fallthrough "-Wextra -Wno-implicit-fallthrough" -Wimplicit-fallthrough=0 \
    "-Wno-implicit-fallthrough -Wextra" "-O2 -Wextra"; do
    is_gcc || case $options in *=0*) continue ;; esac
    "$TARRYCC" $options -c fall.c 2>&1 | warnings >got
    if is_gcc || ! echo "$options" | grep -q "^-Wimplicit"; then
        is got ""
    fi
    "$TARRYCC" $options -c falls.c 2>&1 | warnings >got
    # What the compiler says of the same in plain C.
    printf 'int g(void);\n\nint f(int n);int f(int n) {\n' >falls_plain.c
    sed '1,3d; s/await //' falls.c >>falls_plain.c
    "$CC" $options -c falls_plain.c 2>&1 | sed 's/^falls_plain/falls/' | warnings >wanted
    same wanted got
done
if is_gcc; then
    "$TARRYCC" -Wimplicit-fallthrough -x c -c - -o stdin.o <fall.c 2>err
    is err ""
    "$TARRYCC" -Wextra -c falls.c 2>&1 | warnings >got
    is got "falls.c:7
falls.c:9"
fi
