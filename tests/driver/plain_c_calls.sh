# C compiled without tarrycc calls async functions by their names, through the header they share: from main, from threads,
# from a worker; every kind of argument and result; and is told when there is no running them.
. "$ROOT/tests/driver/support/lib.sh"

cat >library.h <<'END'
#include <tarry.h>

struct point {
    double x, y;
};
struct large {
    int values[200];
    const int fixed;
};
enum colour { RED, GREEN = 7 };
union either {
    long number;
    const char *text;
};

async int add(int a, int b);
async struct point turned(struct point p);
async struct large sorted(struct large in, int count);
async const char *longer(const char *a, const char *b);
async long mixed(signed char a, unsigned short b, float c, long double d, enum colour e, union either f, int g[], int h[2][3],
                 int (*k)(int), _Bool l, const struct point *m);
async void note(int n);
async enum colour next_colour(enum colour c);
async int fails(void);
async _Complex double conjugate(_Complex double z);
extern int noted;
END
cat >library.c <<'END'
#include <string.h>
#include "library.h"

int noted;

static async int helper(int n) {
    await tarry_sleep(TARRY_NS(1000));
    return n;
}

async int add(int a, int b) {
    int results[2];
    parallel (s) {
        spawn (s) results[0] = helper(a);
        spawn (s) results[1] = helper(b);
    }
    return results[0] + results[1];
}

async struct point turned(struct point p) {
    await tarry_yield();
    return (struct point){-p.y, p.x};
}

async struct large sorted(struct large in, int count) {
    for (int i = 0; i < count; i++) {
        for (int j = i; j > 0 && in.values[j] < in.values[j - 1]; j--) {
            int n = in.values[j];
            in.values[j] = in.values[j - 1];
            in.values[j - 1] = n;
        }
        await tarry_yield();
    }
    return in;
}

async const char *longer(const char *a, const char *b) {
    await tarry_yield();
    return strlen(a) > strlen(b) ? a : b;
}

async long mixed(signed char a, unsigned short b, float c, long double d, enum colour e, union either f, int g[], int h[2][3],
                 int (*k)(int), _Bool l, const struct point *m) {
    await tarry_yield();
    return a + b + (long)c + (long)d + (long)e + f.number + g[1] + h[1][2] + k(1) + l + (long)m->y;
}

async void note(int n) {
    await tarry_yield();
    noted = n;
}

async enum colour next_colour(enum colour c) {
    return c == RED ? GREEN : RED;
}

async int fails(void) {
    int error = await tarry_sleep(TARRY_NS(1));
    return error < 0 ? error : -7;
}

async _Complex double conjugate(_Complex double z) {
    await tarry_yield();
    return ~z;
}
END
cat >user.c <<'END'
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include "library.h"

static int twice(int n) {
    return 2 * n;
}

static void *in_thread(void *argument) {
    int *n = argument;
    for (int i = 0; i < 20; i++)
        *n = add(*n, 1);
    return NULL;
}

int from_worker(int n);
int from_worker(int n) {
    return add(n, turned((struct point){0, -1}).x);
}

void run_all(void);
void run_all(void) {
    struct large large = {{3, 1, 2}, 9};
    struct point point = turned((struct point){1, 2});
    struct large result = sorted(large, 3);
    int g[] = {0, 10}, h[2][3] = {{0}, {0, 0, 20}};
    printf("%d %g %g\n", add(1, 2), point.x, point.y);
    printf("%d %d %d %d\n", result.values[0], result.values[1], result.values[2], result.fixed);
    printf("%s\n", longer("ab", "abc"));
    printf("%ld\n", mixed(1, 2, 3.5F, 4.5L, GREEN, (union either){5}, g, h, twice, 1, &point));
    note(4);
    printf("%d %d %d %d\n", noted, next_colour(RED), next_colour(GREEN), fails());
    printf("%g\n", __imag__ conjugate(1.0 + 2.0i));
    pthread_t threads[4];
    int numbers[4] = {0, 100, 200, 300};
    for (int i = 0; i < 4; i++)
        pthread_create(&threads[i], NULL, in_thread, &numbers[i]);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    printf("%d %d %d %d\n", numbers[0], numbers[1], numbers[2], numbers[3]);
    struct rlimit limit, none = {0, 0};
    getrlimit(RLIMIT_NOFILE, &limit);
    none.rlim_max = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &none);
    int error = add(1, 2);
    const char *text = longer("a", "b");
    printf("%s %d", strerror(-error), text == NULL);
    errno = 0;
    note(5);
    printf(" %s %d\n", strerror(errno), noted);
    setrlimit(RLIMIT_NOFILE, &limit);
    printf("%d\n", add(20, 22));
}
END
cat >main.c <<'END'
void run_all(void);
int main(void) {
    run_all();
    return 0;
}
END
cat >async_main.c <<'END'
#include <stdio.h>
#include "library.h"
int from_worker(int n);
void run_all(void);

static async int other(void) {
    await tarry_sleep(TARRY_NS(1000));
    return from_worker(10);
}

async int main(void) {
    int results[3];
    run_all();
    parallel (s) {
        for (int i = 0; i < 3; i++)
            spawn (s) results[i] = other();
    }
    printf("%d %d %d %d\n", results[0], results[1], results[2], await add(1, 1));
    return 0;
}
END
cat >expected <<'END'
3 -2 1
1 2 3 9
abc
56
4 7 0 -7
-2
20 120 220 320
Too many open files 1 Too many open files 4
42
END
for options in "-Wall -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes -O0" "-O2"; do
    "$TARRYCC" $options -fPIC -c library.c
    "$CC" $options -I"$ROOT/include" -c user.c
    "$CC" -c main.c
    "$TARRYCC" library.o user.o main.o -pthread -o program
    for reactor in epoll uring; do
        TARRY_REACTOR=$reactor TARRY_WORKERS=3 ./program >out || fail "exit status $?"
        same out expected
    done
    "$TARRYCC" $options async_main.c library.o user.o -pthread -o program
    TARRY_WORKERS=2 ./program >out
    head -n -1 out >most
    same most expected
    tail -n 1 out >last
    is last "11 11 11 2"
done
# From a shared library, whose hidden functions stay hidden.
cat >>library.c <<'END'
__attribute__((visibility("hidden"))) async int inner(void);
__attribute__((visibility("hidden"))) async int inner(void) {
    return 1;
}
END
"$TARRYCC" -fPIC -shared library.c -o liblibrary.so
nm -D --defined-only liblibrary.so >out
has out " add"
has out " add__function"
has_not out inner
"$CC" main.o user.o -L. -llibrary "-Wl,-rpath,$PWD" -pthread -o program -Wl,-rpath-link,"$BUILD"
LD_LIBRARY_PATH="$BUILD" ./program >out
same out expected
