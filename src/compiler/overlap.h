// Which of several things may share their room: a graph of what is needed at the same time becomes a
// tree of structs and unions.
#ifndef TARRY_COMPILER_OVERLAP_H
#define TARRY_COMPILER_OVERLAP_H

#include "compiler/compiler.h"

// Vertices are numbered from 0. rows[i * words] is the set of the vertices that are needed at the
// same time as i; it is symmetric.
struct overlap_graph {
    uint32_t count;
    size_t words;
    uint64_t *rows;
    const bool *is_small; // its size hardly matters
};

struct overlap_tree {
    enum { OVERLAP_ONE, OVERLAP_STRUCT, OVERLAP_UNION } kind;
    uint32_t vertex; // OVERLAP_ONE
    struct overlap_tree **children;
    uint32_t child_count;
    uint32_t first; // the smallest vertex in it
    uint32_t last;  // the largest
};

#define OVERLAP_NONE UINT32_MAX

// Room around a vertex whose place is fixed: a union of { the fixed one, `beside` it } and
// `instead`, followed by `behind`. Each may be NULL: nothing. Without a fixed vertex, all is
// `behind`.
struct overlap {
    struct overlap_tree *beside, *instead, *behind;
};
struct overlap overlap_find(struct compilation *c, const struct overlap_graph *graph,
                            uint32_t fixed);

#endif
