// Plain variables that several children of a parallel scope may write at the same time.
#include <stdint.h>
#include <tarry.h>

static async int add(int *n, int amount) {
    await tarry_yield();
    return *n += amount;
}
static async int clear(int *numbers) {
    numbers[0] = 0;
    return 0;
}
static async int read_only(const int *n) {
    return *n;
}
static async int job(int n) {
    return n;
}

static async int twice(void) {
    int n = 0, numbers[4], result = 0;
    size_t size = 0;
    parallel (s) {
        spawn (s) add(&n, 1);
        spawn (s) add(&n, 2); // warning: several children of parallel scope `s` share `n`: they run at the same time [L43, -Wtarry-shared]
        spawn (s) clear(numbers);
        spawn (s) clear(numbers); // warning: several children of parallel scope `s` share `numbers`
        spawn (s) clear((int *)&size);
        spawn (s) add((int *)&size, 3); // warning: several children of parallel scope `s` share `size`
        spawn (s) result = job(1);
        spawn (s) result = job(2); // warning: several children of `s` store their result in `result`, where only one, nobody knows which, stays
        spawn (s) numbers[1] = job(3);
        spawn (s) numbers[1] = job(3); // warning: several children of `s` store their result in `numbers[1]`
    }
    return n + result;
}

static async int in_loops(int count) {
    int n = 0, last = 0, numbers[3];
    parallel (s) {
        for (int i = 0; i < count; i++)
            spawn (s) add(&n, i); // warning: several children of parallel scope `s` share `n`
        while (count-- > 0) {
            spawn (s) last = job(count); // warning: several children of `s` store their result in `last`
        }
    again:
        spawn (s) add(&numbers[0], 1); // warning: several children of parallel scope `s` share `numbers`
        if (last > 0)
            goto again;
    }
    return n;
}

static async int one_writes(void) {
    int n = 0, m = 0;
    parallel (s) {
        spawn (s) read_only(&n);
        spawn (s) add(&n, 1); // warning: several children of parallel scope `s` share `n`
        spawn (s) m = job(1);
        spawn (s) read_only(&m); // warning: several children of parallel scope `s` share `m`
    }
    return n + m;
}

static async int taking_turns(void) {
    int result = 0;
    concurrent (s) {
        for (int i = 0; i < 3; i++)
            spawn (s) result = job(i); // warning: several children of `s` store their result in `result`, where only one stays
    }
    return result;
}

async int main(void) {
    await twice();
    await in_loops(2);
    await one_writes();
    return await taking_turns();
}
