// Recursion in which nothing can wait is calls; deeper than the stack allows it goes on in frames. With everything that a
// body is made of, for it is compiled twice.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

struct node {
    int value;
    struct node *left, *right;
};

struct pair {
    long sum;
    const int depth; // cannot be assigned
};

static async int fib(int n) {
    return n < 2 ? n : await fib(n - 1) + await fib(n - 2);
}

// No result, an array as a parameter, a variable whose address others have.
static async void permutations(int *counts, char word[4], int from) {
    int before = counts[0];
    int *counter = &before;
    if (from == 4) {
        counts[0]++;
        return;
    }
    for (int i = from; i < 4; i++) {
        char kept = word[i];
        word[i] = word[from];
        word[from] = kept;
        await permutations(counts, word, from + 1);
        word[from] = word[i];
        word[i] = kept;
    }
    counts[from] += *counter < counts[0];
}

// Each other, one before it is declared.
static async bool is_even(unsigned n);

async bool is_odd(unsigned n) {
    return n == 0 ? false : await is_even(n - 1);
}

static async bool is_even(unsigned n) {
    static unsigned calls; // one for both
    calls++;
    if (n == 0) {
        bool all = calls == 50001 || calls == 50001 + 6;
        return all;
    }
    return await is_odd(n - 1);
}

// An embedded function that does not recurse, in the middle; a struct as argument and result.
static async long larger(long a, long b) {
    return a > b ? a : b;
}

static async struct pair measure(const struct pair so_far, const struct node *node) {
    if (!node) {
        return so_far;
    }
    struct pair left =
        await measure((struct pair){so_far.sum + node->value, so_far.depth + 1}, node->left);
    struct pair right = await measure((struct pair){left.sum, so_far.depth + 1}, node->right);
    return (struct pair){right.sum, (int)await larger(left.depth, right.depth)};
}

// Deferred statements, gotos, loops, a switch, statement expressions, a local type, a large array.
static async int everything(int n, char *out) {
    struct local {
        int x[3];
    } local = {{n, n + 1, n + 2}};
    char text[600];
    snprintf(text, sizeof text, "%d", n);
    defer strcat(out, text);
    if (n <= 0) {
        goto end;
    }
    int sum = 0;
    for (int i = 0; i < 2; i++) {
        switch (i) {
        case 0:
            sum += ({
                int below = await everything(n - 1, out);
                below + local.x[0];
            });
            break;
        default:
            sum += n % 3 == 0 && await everything(n - 2, out) > 0 ? local.x[2]
                                                                  : await everything(0, out) + 1;
        }
    }
    return sum;
end:
    return 0;
}

// `x += await f()` reads x after the call; arguments are evaluated once, from left to right.
static int total;

static async int adds(int n) {
    if (n > 0) {
        total += await adds(n - 1);
    }
    return total += 1;
}

static async unsigned ackermann(unsigned m, unsigned n) {
    return m == 0   ? n + 1
           : n == 0 ? await ackermann(m - 1, 1)
                    : await ackermann(m - 1, await ackermann(m, n - 1));
}

static async long deep(long n) {
    return n == 0 ? 0 : 1 + await deep(n - 1);
}

// At the bottom of a deep one there is another, and then there is stack again.
static async long deep_twice(long n) {
    if (n == 0) {
        return await deep_twice(-1000);
    }
    return n == -1 ? 0 : 1 + await deep_twice(n > 0 ? n - 1 : n + 1);
}

// What is too large for the C stack is in frames, also below one that is not.
static async int small_and_huge(int n);

static async int huge(int n) {
    char bytes[10 << 20];
    bytes[0] = (char)n;
    bytes[sizeof bytes - 1] = (char)n;
    int below = n > 0 ? await small_and_huge(n - 1) : 0;
    return below + bytes[0] + bytes[sizeof bytes - 1];
}

static async int small_and_huge(int n) {
    return await huge(n) + 1;
}

// A type whose name generated code would like to use.
typedef int cx;

static async cx sum_to(cx n) {
    return n == 0 ? 0 : n + await sum_to(n - 1);
}

async int main(void) {
    printf("%d\n", await fib(20));
    int counts[5] = {0};
    char word[5] = "abcd";
    await permutations(counts, word, 0);
    printf("%d %d %d %d %s\n", counts[0], counts[1], counts[2], counts[3], word);
    printf("%d %d\n", await is_even(100000), await is_odd(10));
    struct node nodes[7];
    for (int i = 0; i < 7; i++) {
        nodes[i] =
            (struct node){i, i < 3 ? &nodes[2 * i + 1] : NULL, i < 3 ? &nodes[2 * i + 2] : NULL};
    }
    struct pair all = await measure((struct pair){0, 0}, nodes);
    printf("%ld %d\n", all.sum, all.depth);
    char out[4000] = "";
    printf("%d ", await everything(6, out));
    printf("%s\n", out);
    printf("%d ", await adds(4));
    printf("%d\n", total);
    printf("%u\n", await ackermann(2, 300));
    printf("%ld\n", await deep(1000000));
    printf("%ld\n", await deep_twice(30000));
    printf("%d\n", await small_and_huge(4));
    printf("%d\n", await sum_to(4));
    long spawned[2];
    parallel (s) {
        for (int i = 0; i < 2; i++) {
            spawn (s) spawned[i] = deep(100000 * (i + 1));
        }
    }
    printf("%ld %ld\n", spawned[0], spawned[1]);
    int arm = 0;
    race {
        when ((arm = await fib(15)) > 0) {
            printf("%d\n", arm);
        }
    }
    return 0;
}

// expect: 6765
// expect: 25 4 12 24 abcd
// expect: 1 0
// expect: 21 3
// expect: 38 0010200130405001020013046
// expect: 31 31
// expect: 603
// expect: 1000000
// expect: 30999
// expect: 25
// expect: 10
// expect: 100000 200000
// expect: 610
