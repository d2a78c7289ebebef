// What is never needed at the same time shares room.
//
// tarrycc knows no sizes, so the room is described by structs and unions and their sizes are left to
// the compiler. A graph falls apart into components that are never needed together: they become a
// union. Or its complement does, into parts of which everything in one is needed together with
// everything in the other: they become a struct. Both go on inside the parts. Where lifetimes nest,
// as those of blocks do, that is exact (such graphs are cographs; Corneil, Lerchs, Stewart
// Burlingham, Discrete Applied Mathematics 1981). Where neither works, one vertex gets room of its
// own, if there is a choice a small one, and the rest is tried again.
#include "compiler/overlap.h"

#include <stdlib.h>
#include <string.h>

struct decomposer {
    struct compilation *c;
    const struct overlap_graph *graph;
};

static bool has(const uint64_t *set, uint32_t bit) {
    return set[bit / 64] >> (bit % 64) & 1;
}
static void add(uint64_t *set, uint32_t bit) {
    set[bit / 64] |= (uint64_t)1 << (bit % 64);
}
static void take_out(uint64_t *set, uint32_t bit) {
    set[bit / 64] &= ~((uint64_t)1 << (bit % 64));
}

static uint64_t *set_new(struct decomposer *d) {
    return arena_allocate(d->c->arena, (d->graph->words + 1) * sizeof(uint64_t));
}

static uint64_t *set_copy(struct decomposer *d, const uint64_t *set) {
    uint64_t *copy = set_new(d);
    memcpy(copy, set, d->graph->words * sizeof *set);
    return copy;
}

static uint32_t size_of(struct decomposer *d, const uint64_t *set) {
    uint32_t size = 0;
    for (size_t i = 0; i < d->graph->words; i++) {
        size += (uint32_t)__builtin_popcountll(set[i]);
    }
    return size;
}

static uint32_t first_of(struct decomposer *d, const uint64_t *set) {
    uint32_t vertex = 0;
    while (vertex < d->graph->count && !has(set, vertex)) {
        vertex++;
    }
    return vertex;
}

static void remove_all(struct decomposer *d, uint64_t *set, const uint64_t *other) {
    for (size_t i = 0; i < d->graph->words; i++) {
        set[i] &= ~other[i];
    }
}

// The vertices of `set` that can be reached from `start`, in the graph or in its complement.
static uint64_t *component(struct decomposer *d, const uint64_t *set, uint32_t start,
                           bool complement) {
    uint64_t *found = set_new(d), *open = set_new(d);
    add(found, start);
    add(open, start);
    for (uint32_t vertex = start; vertex < d->graph->count; vertex = first_of(d, open)) {
        take_out(open, vertex);
        const uint64_t *row = d->graph->rows + vertex * d->graph->words;
        for (size_t i = 0; i < d->graph->words; i++) {
            uint64_t near = set[i] & (complement ? ~row[i] : row[i]) & ~found[i];
            found[i] |= near;
            open[i] |= near;
        }
    }
    return found;
}

// ---- trees ----

static int compare_trees(const void *a, const void *b) {
    const struct overlap_tree *const *x = a, *const *y = b;
    uint32_t left = (*x)->first, right = (*y)->first;
    return left < right ? -1 : left > right;
}

static void add_child(struct decomposer *d, struct overlap_tree *tree, struct overlap_tree *child) {
    if (child->kind == tree->kind) {
        for (uint32_t i = 0; i < child->child_count; i++) {
            add_child(d, tree, child->children[i]);
        }
        return;
    }
    tree->children =
        arena_grow(d->c->arena, tree->children, tree->child_count, sizeof *tree->children);
    tree->children[tree->child_count++] = child;
    tree->first = child->first < tree->first ? child->first : tree->first;
    tree->last = child->last > tree->last ? child->last : tree->last;
}

static struct overlap_tree *tree_new(struct decomposer *d, int kind) {
    struct overlap_tree *tree = arena_allocate(d->c->arena, sizeof *tree);
    tree->kind = kind;
    tree->first = UINT32_MAX;
    return tree;
}

static struct overlap_tree *leaf_new(struct decomposer *d, uint32_t vertex) {
    struct overlap_tree *tree = tree_new(d, OVERLAP_ONE);
    tree->vertex = tree->first = tree->last = vertex;
    return tree;
}

// ---- taking apart ----

// The vertex to set apart where nothing else works: a small one that is needed together with most.
static uint32_t choose(struct decomposer *d, const uint64_t *set, uint32_t fixed) {
    uint32_t best = OVERLAP_NONE, best_degree = 0;
    for (uint32_t vertex = 0; vertex < d->graph->count; vertex++) {
        if (!has(set, vertex) || vertex == fixed) {
            continue;
        }
        const uint64_t *row = d->graph->rows + vertex * d->graph->words;
        uint32_t degree = 1 + (d->graph->is_small[vertex] ? d->graph->count : 0);
        for (size_t i = 0; i < d->graph->words; i++) {
            degree += (uint32_t)__builtin_popcountll(row[i] & set[i]);
        }
        if (degree > best_degree) {
            best = vertex;
            best_degree = degree;
        }
    }
    return best;
}

static struct overlap_tree *decompose(struct decomposer *d, const uint64_t *set);

static struct overlap_tree *decompose_parts(struct decomposer *d, const uint64_t *set,
                                            bool complement) {
    struct overlap_tree *tree = tree_new(d, complement ? OVERLAP_STRUCT : OVERLAP_UNION);
    uint64_t *left = set_copy(d, set);
    for (uint32_t vertex; (vertex = first_of(d, left)) < d->graph->count;) {
        uint64_t *part = component(d, left, vertex, complement);
        remove_all(d, left, part);
        add_child(d, tree, decompose(d, part));
    }
    qsort(tree->children, tree->child_count, sizeof *tree->children, compare_trees);
    return tree;
}

static struct overlap_tree *decompose(struct decomposer *d, const uint64_t *set) {
    uint32_t size = size_of(d, set), first = first_of(d, set);
    if (size == 1) {
        return leaf_new(d, first);
    }
    for (int complement = 0; complement <= 1; complement++) {
        if (size_of(d, component(d, set, first, complement)) < size) {
            return decompose_parts(d, set, complement);
        }
    }
    struct overlap_tree *tree = tree_new(d, OVERLAP_STRUCT);
    uint64_t *rest = set_copy(d, set);
    uint32_t alone = choose(d, set, OVERLAP_NONE);
    take_out(rest, alone);
    add_child(d, tree, leaf_new(d, alone));
    add_child(d, tree, decompose(d, rest));
    qsort(tree->children, tree->child_count, sizeof *tree->children, compare_trees);
    return tree;
}

static struct overlap_tree *decompose_or_null(struct decomposer *d, const uint64_t *set) {
    return size_of(d, set) > 0 ? decompose(d, set) : NULL;
}

struct overlap overlap_find(struct compilation *c, const struct overlap_graph *graph,
                            uint32_t fixed) {
    struct decomposer d = {.c = c, .graph = graph};
    struct overlap result = {0};
    uint64_t *set = set_new(&d);
    for (uint32_t i = 0; i < graph->count; i++) {
        add(set, i);
    }
    if (fixed == OVERLAP_NONE) {
        result.behind = decompose_or_null(&d, set);
        return result;
    }
    // What is needed together with all there is goes behind, until what is left falls apart.
    uint64_t *behind = set_new(&d);
    while (size_of(&d, set) > 1) {
        uint64_t *beside = component(&d, set, fixed, false);
        if (size_of(&d, beside) < size_of(&d, set)) {
            uint64_t *instead = set_copy(&d, set);
            remove_all(&d, instead, beside);
            take_out(beside, fixed);
            result.beside = decompose_or_null(&d, beside);
            result.instead = decompose(&d, instead);
            break;
        }
        uint64_t *together = component(&d, set, fixed, true);
        if (size_of(&d, together) < size_of(&d, set)) {
            remove_all(&d, set, together);
            for (size_t i = 0; i < graph->words; i++) {
                behind[i] |= set[i];
            }
            set = together;
        } else {
            uint32_t alone = choose(&d, set, fixed);
            add(behind, alone);
            take_out(set, alone);
        }
    }
    result.behind = decompose_or_null(&d, behind);
    return result;
}
