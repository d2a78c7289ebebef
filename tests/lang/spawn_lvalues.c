// The result of a child may go into any object: an element, a member, through a pointer, a static,
// a global.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int first;
    struct {
        int values[2];
    } second;
};

static int global;

static async int job(int n) {
    await tarry_yield();
    return n;
}

static struct pair *the(struct pair *p) {
    return p;
}

async int main(void) {
    static int kept;
    int x = 0, array[3] = {0}, *p = array;
    struct pair pair = {0};
    concurrent (s) {
        spawn (s) x = job(1);
        spawn (s) array[x + 2] = job(2);
        spawn (s) *p = job(3);
        spawn (s) pair.first = job(4);
        spawn (s) pair.second.values[1] = job(5);
        spawn (s) the(&pair)->second.values[0] = job(6);
        spawn (s) global = job(7);
        spawn (s) kept = job(8);
        spawn (s) *(p + 1) = job(9);
    }
    printf("%d %d %d %d\n", x, array[0], array[1], array[2]);
    printf("%d %d %d %d %d\n", pair.first, pair.second.values[0], pair.second.values[1], global,
           kept);
    return 0;
}

// expect: 1 3 9 2
// expect: 4 6 5 7 8
