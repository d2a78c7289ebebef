// Slabs: blocks do not overlap, keep their contents, are aligned, come back from other slabs and
// threads, and the chunks go back to the system after a peak.
#include "runtime/slab.h"
#include "base/memory.h"
#include "base/thread.h"
#include "future.h"

enum { BLOCKS = 5000, THREADS = 4, ROUNDS = 60000 };

struct block {
    unsigned char *memory;
    size_t size, alignment;
    unsigned char mark;
};

static uint64_t next_random(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void block_fill(struct block *block, struct tarry__slab *slab, uint64_t *seed) {
    uint64_t r = next_random(seed);
    block->size = r % 16 == 0 ? r / 16 % 70000 + 1 : r / 16 % 700 + 8;
    block->alignment = r % 64 == 1 ? (size_t)32 << (r >> 60) % 4 : r % 3 == 0 ? 8 : 16;
    block->mark = (unsigned char)r;
    block->memory = tarry__block_take(slab, block->size, block->alignment);
    CHECK(block->memory && (uintptr_t)block->memory % block->alignment == 0);
    memset(block->memory, block->mark, block->size);
}

static void block_drop(struct block *block, struct tarry__slab *slab) {
    for (size_t i = 0; i < block->size; i++) {
        CHECK(block->memory[i] == block->mark);
    }
    tarry__block_give(slab, block->memory, block->size, block->alignment);
    block->memory = NULL;
}

static void one_slab(void) {
    static struct tarry__slab slab;
    static struct block blocks[BLOCKS];
    uint64_t seed = 42;
    for (int round = 0; round < scaled(ROUNDS); round++) {
        struct block *block = &blocks[next_random(&seed) % BLOCKS];
        if (block->memory) {
            block_drop(block, &slab);
        } else {
            block_fill(block, &slab, &seed);
        }
    }
    for (int i = 0; i < BLOCKS; i++) {
        if (blocks[i].memory) {
            block_drop(&blocks[i], &slab);
        }
    }
    tarry__slab_trim(&slab);
    CHECK(slab.chunk_count <= 1 && slab.kept_spans == 0);
    tarry__slab_destroy(&slab);
}

static void peak_is_given_back(void) {
    static struct tarry__slab slab;
    int count = scaled(1000000);
    void **blocks = malloc((size_t)count * sizeof *blocks);
    for (int order = 0; order < 3; order++) {
        for (int i = 0; i < count; i++) {
            blocks[i] = tarry__block_take(&slab, 128, 16);
            CHECK(blocks[i]);
        }
        CHECK(slab.chunk_count >= (unsigned)count / 17000); // 2 MiB hold 16384 of them: no waste
        CHECK(slab.chunk_count <= (unsigned)count / 16000 + 1);
        for (int i = 0; i < count; i++) {
            int which = order == 0 ? i : order == 1 ? count - 1 - i : (int)((i * 7919LL) % count);
            tarry__block_give(&slab, blocks[which], 128, 16);
        }
        tarry__slab_trim(&slab);
        CHECK(slab.chunk_count <= 1);
    }
    tarry__slab_destroy(&slab);
    free(blocks);
}

// Empty chunks go back a tenth of a second after they were needed last, a few at a time; those that are
// needed again meanwhile stay.
static void empty_chunks_grow_old(void) {
    enum { COUNT = 200000, TENTH = 100000000 };
    static struct tarry__slab slab;
    static void *blocks[COUNT];
    int64_t now = 1;
    unsigned most = 0;
    CHECK(tarry__slab_age(&slab, now) == INT64_MAX);
    for (int wave = 0; wave < 5; wave++, now += TENTH) {
        for (int i = 0; i < COUNT; i++) {
            blocks[i] = tarry__block_take(&slab, 128, 16);
            CHECK(blocks[i]);
        }
        CHECK(wave == 0 || slab.chunk_count == most); // nothing new is mapped
        most = slab.chunk_count;
        for (int i = 0; i < COUNT; i++) {
            tarry__block_give(&slab, blocks[i], 128, 16);
        }
        CHECK(tarry__slab_age(&slab, now) == now + TENTH && slab.chunk_count == most);
    }
    tarry__slab_rest(&slab);
    for (unsigned count = most; count > 1;) {
        int64_t next = tarry__slab_age(&slab, now);
        CHECK(slab.chunk_count <= count && slab.chunk_count + 4 >= count);
        CHECK(slab.chunk_count == 1 ? next == INT64_MAX : next - now <= TENTH);
        CHECK(now < 10 * (int64_t)TENTH);
        count = slab.chunk_count;
        now = next > now ? next : now;
    }
    tarry__slab_destroy(&slab);
}

// Each thread fills places of a shared table from its own slab, and empties places whoever has
// filled.
static struct tarry__slab slabs[THREADS];
static struct {
    _Atomic uint32_t lock;
    struct block block;
} places[512];

static void thread_main(void *argument) {
    struct tarry__slab *slab = argument;
    uint64_t seed = (uint64_t)(slab - slabs) * 977 + 3;
    for (int round = 0; round < scaled(ROUNDS); round++) {
        size_t place = next_random(&seed) % (sizeof places / sizeof *places);
        if (tarry__exchange(&places[place].lock, 1, acquire) == 0) {
            if (places[place].block.memory) {
                block_drop(&places[place].block, slab);
            } else {
                block_fill(&places[place].block, slab, &seed);
            }
            tarry__store(&places[place].lock, 0, release);
        }
        if (round % 100 == 0) {
            tarry__slab_settle(slab);
        }
    }
}

static void many_slabs(void) {
    struct tarry__thread threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        CHECK(tarry__thread_start(&threads[i], "slab", thread_main, &slabs[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        tarry__thread_join(&threads[i]);
    }
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (places[i].block.memory) {
            block_drop(&places[i].block, &slabs[0]);
        }
    }
    for (int pass = 0; pass < 2; pass++) { // the first pushes, the second takes
        for (int i = 0; i < THREADS; i++) {
            tarry__slab_settle(&slabs[i]);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        tarry__slab_trim(&slabs[i]);
        CHECK(slabs[i].chunk_count <= 1);
        tarry__slab_destroy(&slabs[i]);
    }
}

static int allocations_left;

static bool fail_when_out(size_t size) {
    (void)size;
    return allocations_left-- <= 0;
}

static void out_of_memory(void) {
    static struct tarry__slab slab;
    for (int n = 0; n < 3; n++) {
        allocations_left = n;
        tarry__memory_fault_set(fail_when_out);
        void *block = tarry__block_take(&slab, 100, 16);
        tarry__memory_fault_set(NULL);
        CHECK(n < 1 ? !block : n >= 2 ? block != NULL : true);
        if (block) {
            tarry__block_give(&slab, block, 100, 16);
        }
        tarry__slab_destroy(&slab);
        memset(&slab, 0, sizeof slab);
    }
}

int main(void) {
    one_slab();
    peak_is_given_back();
    empty_chunks_grow_old();
    many_slabs();
    out_of_memory();
    return 0;
}
