# A task is one allocation however many files and libraries its calls go through, and a library may change its locals
# without its callers being compiled again.
. "$ROOT/tests/driver/support/lib.sh"

# level 1 to 4 in four files, each awaiting the next; level 5 in a shared library; main is the fifth file.
level() { # level N: how many bytes of locals live across its await
    n=$1
    cat <<END
#include <string.h>
#include <tarry.h>
async int level$((n + 1))(int n, const char *text);
async int level$n(int n, const char *text);
async int level$n(int n, const char *text) {
    _Alignas(8 << $n % 3) char local[$2];
    memset(local, n, sizeof local);
    strcpy(local, text);
    int below = await level$((n + 1))(n + 1, local);
    for (size_t i = strlen(text) + 1; i < sizeof local; i++)
        if (local[i] != n)
            return -1000;
    return strcmp(local, text) == 0 ? below + 1 : -1000;
}
END
}
library() { # library SIZE
    cat <<END
#include <string.h>
#include <tarry.h>
async int level5(int n, const char *text);
async int level5(int n, const char *text) {
    char local[$1];
    memset(local, n, sizeof local);
    await tarry_sleep(1000);
    for (size_t i = 0; i < sizeof local; i++)
        if (local[i] != n)
            return -1000;
    return strcmp(text, "text") == 0 ? 1 : -1000;
}
END
}
for n in 1 2 3 4; do
    level $n $((n * 40)) >level$n.c
    "$TARRYCC" -c level$n.c
done
cat >main.c <<'END'
#include <stdio.h>
#include <tarry.h>

async int level1(int n, const char *text);

// Linked in front of the library's own.
static int blocks, given;
void *__real_tarry__block_take(void *slab, size_t size, size_t alignment);
void *__wrap_tarry__block_take(void *slab, size_t size, size_t alignment);
void __real_tarry__block_give(void *slab, void *block, size_t size, size_t alignment);
void __wrap_tarry__block_give(void *slab, void *block, size_t size, size_t alignment);
void *__wrap_tarry__block_take(void *slab, size_t size, size_t alignment) {
    blocks++;
    return __real_tarry__block_take(slab, size, alignment);
}
void __wrap_tarry__block_give(void *slab, void *block, size_t size, size_t alignment) {
    given++;
    __real_tarry__block_give(slab, block, size, alignment);
}

async int main(void) {
    int results[100];
    int before = blocks, given_before = given;
    concurrent (s) {
        for (int i = 0; i < 100; i++)
            spawn (s) results[i] = level1(i % 4, "text");
    }
    int wrong = 0;
    for (int i = 0; i < 100; i++)
        wrong += results[i] != 5;
    int direct = await level1(1, "text"); // in the room of main's own task
    printf("%d tasks, %d given back, %d wrong, %d\n", blocks - before, given - given_before, wrong, direct);
    return 0;
}
END
"$TARRYCC" -c main.c
library 100 >library.c
"$TARRYCC" -fPIC -shared library.c -o liblevel5.so
uring=
if grep -q '"liburing"' "$BUILD/meson-info/intro-dependencies.json"; then
    uring=-luring
fi
"$CC" main.o level?.o -o program -L. -llevel5 "-Wl,-rpath,$PWD" -rdynamic -Wl,--wrap=tarry__block_take \
    -Wl,--wrap=tarry__block_give -Wl,--whole-archive "$BUILD/libtarry.a" -Wl,--no-whole-archive $uring -pthread
export TARRY_WORKERS=1
is_one_each() {
    ./program >out || fail "exit status $?"
    is out "100 tasks, 100 given back, 0 wrong, 5"
}
is_one_each
# Ten times the locals, or none to speak of: only the library is compiled again.
for size in 1000 8 3000; do
    library $size >library.c
    "$TARRYCC" -fPIC -shared library.c -o liblevel5.so
    is_one_each
done
