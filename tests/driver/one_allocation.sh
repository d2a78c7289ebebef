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
    await tarry_sleep(TARRY_NS(1000));
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
cat >count.c <<'END'
// The library's own bookkeeping: how often it asked for memory, and how many blocks are in use.
#include "base/memory.h"
#include "runtime/worker.h"

static int asked;

static bool count_and_allow(size_t size) {
    asked += size < (1 << 20); // else it is a chunk for many blocks
    return false;
}

int allocations(void);
int allocations(void) {
    tarry__memory_fault_set(count_and_allow);
    return asked;
}

unsigned blocks_in_use(void);
unsigned blocks_in_use(void) {
    unsigned used = 0;
    for (struct tarry__chunk *chunk = tarry__worker_current->slab.all; chunk; chunk = chunk->all_next) {
        for (unsigned i = 0; i < TARRY__CHUNK_SPANS; i++) {
            used += chunk->free_spans >> i & 1 ? 0 : chunk->spans[i].used;
        }
    }
    return used;
}
END
"$CC" -D_GNU_SOURCE -DTARRY_NO_KEYWORDS -I"$ROOT/src" -I"$ROOT/include" -c count.c
cat >main.c <<'END'
#include <stdio.h>
#include <tarry.h>

async int level1(int n, const char *text);
int allocations(void);
unsigned blocks_in_use(void);

async int main(void) {
    int results[100];
    int before = allocations(), in_use = (int)blocks_in_use();
    concurrent (s) {
        for (int i = 0; i < 100; i++)
            spawn (s) results[i] = level1(i % 4, "text");
    }
    int wrong = 0;
    for (int i = 0; i < 100; i++)
        wrong += results[i] != 5;
    int direct = await level1(1, "text"); // in the room of main's own task
    printf("%d allocations, %d left, %d wrong, %d\n", allocations() - before, (int)blocks_in_use() - in_use, wrong,
           direct);
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
"$CC" main.o count.o level?.o -o program -L. -llevel5 "-Wl,-rpath,$PWD" -rdynamic \
    -Wl,--whole-archive "$BUILD/libtarry.a" -Wl,--no-whole-archive $uring -pthread
export TARRY_WORKERS=1
is_one_each() {
    ./program >out || fail "exit status $?"
    is out "100 allocations, 0 left, 0 wrong, 5"
}
is_one_each
# Ten times the locals, or none to speak of: only the library is compiled again.
for size in 1000 8 3000; do
    library $size >library.c
    "$TARRYCC" -fPIC -shared library.c -o liblevel5.so
    is_one_each
done
