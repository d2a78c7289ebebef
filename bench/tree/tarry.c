// A walk over a binary tree with 2^17 leaves, by recursion. At each leaf it takes an async mutex, which is
// free: so it may wait anywhere, and never does. Nanoseconds a node.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { DEPTH = 17, NODES = 2 * (1 << DEPTH) - 1, ROUNDS = 9 };

struct node {
    struct node *left, *right; // NULL: a leaf
    long value;
};

static struct node nodes[NODES];
static struct tarry_mutex lock;

static async long walk(struct node *node) {
    if (node->left) {
        return await walk(node->left) + await walk(node->right);
    }
    if (await tarry_mutex_lock(&lock)) {
        abort();
    }
    long value = ++node->value;
    tarry_mutex_unlock(&lock);
    return value;
}

async int main(void) {
    double rounds[ROUNDS];
    for (int i = 0; 2 * i + 2 < NODES; i++) {
        nodes[i] = (struct node){&nodes[2 * i + 1], &nodes[2 * i + 2], 0};
    }
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_ns();
        if (await walk(nodes) != (i + 1L) << DEPTH) {
            abort();
        }
        rounds[i] = (now_ns() - start) / NODES;
    }
    report("node", median(rounds, ROUNDS));
    return 0;
}
