# -fsanitize reports the user's file and line.
. "$ROOT/tests/driver/support/lib.sh"

cat >program.c <<'END'
#include <limits.h>
#include <stdio.h>
#include <tarry.h>
async int main(void) {
    volatile int n = INT_MAX;
    await tarry_yield();
    n = n + 1;
    puts("ran");
    return 0;
}
END
"$TARRYCC" -g -fsanitize=address,undefined program.c -o program
./program >out 2>err
has out ran
has err "program.c:7:"

# AddressSanitizer: a read behind the end, with the functions that await each other.
cat >overrun.c <<'END'
#include <stdlib.h>
#include <tarry.h>
static async int past(int *numbers, int n) {
    await tarry_yield();
    return numbers[n];
}
async int main(void) {
    int *numbers = calloc(4, sizeof *numbers);
    int result = await past(numbers, 4);
    free(numbers);
    return result;
}
END
"$TARRYCC" -g -fsanitize=address overrun.c -o overrun
status=0
./overrun >out 2>err || status=$?
[ $status != 0 ] || fail "the overrun went unseen"
has err "heap-buffer-overflow"
has err "overrun.c:5"

# ThreadSanitizer, with the library made for it: what one task hands to another is no race; what two tasks both count is.
if ! ls "$BUILD"/libtarry-tsan.so >out 2>&1; then
    exit 0
fi
cat >shared.c <<'END2'
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>
static int handed;
static volatile int counted;
static atomic_int counting;
static struct tarry_mutex mutex;
static async void hand_over(void) {
    for (int i = 0; i < 1000; i++) {
        if (await tarry_mutex_lock(&mutex) == 0) {
            handed++;
            tarry_mutex_unlock(&mutex);
        }
    }
}
static async void count(void) {
    atomic_fetch_add_explicit(&counting, 1, memory_order_relaxed);
    while (atomic_load_explicit(&counting, memory_order_relaxed) < 2) { // there are two now, on two workers
    }
    for (int i = 0; i < 1000; i++)
        counted++;
}
async int main(int argc, char **argv) {
    (void)argv;
    parallel (s) {
        for (int i = 0; i < 20; i++) {
            if (argc > 1) {
                spawn (s) count();
            } else {
                spawn (s) hand_over();
            }
        }
    }
    printf("%d\n", handed);
    return 0;
}
END2
"$TARRYCC" -g -O1 -fsanitize=thread shared.c -o shared
TARRY_WORKERS=4 ./shared >out 2>err || fail "a race in what is none: $(cat err)"
has out 20000
status=0
TARRY_WORKERS=4 ./shared race >out 2>err || status=$?
[ $status != 0 ] || fail "the race went unseen"
has err "data race"
has err "shared.c:21"
"$TARRYCC" -g -fsanitize=thread -fno-sanitize=all program.c -o program
ldd program >out
has_not out libtarry-tsan
