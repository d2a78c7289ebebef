// What loads may see, and what is ordered before what, see checker.h.
//
// Clocks: a thread's counts its steps, `clock.of[t]` how far it knows thread t: what t did up to
// then happens before what it does now. Views: the index, for each location, of the newest store
// that is known to be visible. Both go along with a store that releases.
#include "checker.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    PAGE = 4096,
    PAGES_MAX = 4096, // a power of two
    ARENA_SIZE = 1 << 20,
};

struct view {
    unsigned count; // later ones: 0
    uint16_t of[LOCATIONS_MAX];
};

struct store {
    uint64_t value;
    bool releases;
    struct clock clock; // of who reads it with acquire
    struct view view;
};

struct location {
    uintptr_t address;
    unsigned size;
    unsigned number;
    struct store *stores;
    unsigned store_count, store_room;
    unsigned floor;   // nobody sees older ones: it was initialised then
    unsigned last_sc; // index of the last seq_cst store
    bool initialised; // by a plain write, whose value the next operation finds in memory
    uint32_t read_at[THREADS_MAX], written_at[THREADS_MAX]; // by atomic operations
    const void *pc[THREADS_MAX];                            // of the last one
};

// What is known of one byte.
struct cell {
    uint32_t execution; // of which all the rest is
    uint16_t location;  // its number + 1
    uint8_t writer;
    bool freed;
    uint32_t written_at, read_at[THREADS_MAX]; // by plain accesses
    const void *writer_pc, *reader_pc[THREADS_MAX];
};

struct page {
    uintptr_t number;
    struct cell *cells;
};

struct knowledge {
    struct clock clock;
    struct view view;
    struct location *last_load;
    unsigned last_index;
};

static struct location locations[LOCATIONS_MAX];
static unsigned location_count;
static struct knowledge known[THREADS_MAX];
static struct page pages[PAGES_MAX];
static uint32_t execution;
static char *arena;
static size_t arena_used;

void memory_reset(unsigned threads) {
    location_count = 0;
    execution++;
    arena_used = 0;
    for (unsigned i = 0; i < threads; i++) {
        known[i].clock = (struct clock){{0}};
        known[i].clock.of[i] = 1;
        known[i].view.count = 0;
        known[i].last_load = NULL;
    }
}

// ---- bytes ----

static struct cell *new_cells(void) {
    struct cell *cells = mmap(NULL, PAGE * sizeof(struct cell), PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (cells == MAP_FAILED) {
        report_failure("no memory", "for the checker");
    }
    return cells;
}

static struct cell *cell_at(uintptr_t address) {
    uintptr_t number = address / PAGE;
    size_t i = number % PAGES_MAX;
    while (pages[i].cells && pages[i].number != number) {
        i = (i + 1) % PAGES_MAX;
    }
    if (!pages[i].cells) {
        pages[i] = (struct page){.number = number, .cells = new_cells()};
    }
    struct cell *cell = &pages[i].cells[address % PAGE];
    if (cell->execution != execution) {
        *cell = (struct cell){.execution = execution};
    }
    return cell;
}

static void must_live(const struct cell *cell, uintptr_t address, const void *pc) {
    if (cell->freed) {
        report_failure("use after free", "%s touches %s at %s\n  freed at %s",
                       explore_thread_name(explore_me()), report_place(address), report_line(pc),
                       report_line(cell->writer_pc));
    }
}

static _Noreturn void race(uintptr_t address, const char *what, const void *pc, unsigned other,
                           const char *others, const void *other_pc) {
    report_failure("race", "%s: %s of %s at %s\n  is not ordered after %s by %s at %s",
                   report_place(address), what, explore_thread_name(explore_me()), report_line(pc),
                   others, explore_thread_name(other), report_line(other_pc));
}

static bool happened_before(unsigned thread, uint32_t at) {
    return at <= known[explore_me()].clock.of[thread];
}

static void check_location(struct location *location, uintptr_t address, bool is_write,
                           const void *pc) {
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        if (!happened_before(i, location->written_at[i])) {
            race(address, is_write ? "the write" : "the read", pc, i, "an atomic write",
                 location->pc[i]);
        }
        if (is_write && !happened_before(i, location->read_at[i])) {
            race(address, "the write", pc, i, "an atomic read", location->pc[i]);
        }
    }
    if (is_write) {
        location->initialised = true;
    }
}

static void plain_byte(uintptr_t address, bool is_write, const void *pc) {
    unsigned me = explore_me();
    struct cell *cell = cell_at(address);
    must_live(cell, address, pc);
    if (cell->location > 0) {
        check_location(&locations[cell->location - 1], address, is_write, pc);
    }
    if (!happened_before(cell->writer, cell->written_at)) {
        race(address, is_write ? "the write" : "the read", pc, cell->writer, "a write",
             cell->writer_pc);
    }
    if (!is_write) {
        cell->read_at[me] = known[me].clock.of[me];
        cell->reader_pc[me] = pc;
        return;
    }
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        if (!happened_before(i, cell->read_at[i])) {
            race(address, "the write", pc, i, "a read", cell->reader_pc[i]);
        }
    }
    cell->writer = (uint8_t)me;
    cell->written_at = known[me].clock.of[me];
    cell->writer_pc = pc;
}

void memory_plain(uintptr_t address, size_t size, bool is_write, const void *pc) {
    if (explore_is_local(address)) {
        return;
    }
    if (explore_me() == NOBODY) {
        for (size_t i = 0; i < size && is_write; i++) {
            struct cell *cell = cell_at(address + i);
            if (cell->location > 0) {
                locations[cell->location - 1].initialised = true;
            }
        }
        return;
    }
    for (size_t i = 0; i < size; i++) {
        plain_byte(address + i, is_write, pc);
    }
}

void memory_freed(uintptr_t address, size_t size) {
    memory_plain(address, size, true, __builtin_return_address(0));
    for (size_t i = 0; i < size; i++) {
        struct cell *cell = cell_at(address + i);
        cell->freed = true;
        cell->writer_pc = __builtin_return_address(0);
    }
}

void *model_memory_new(size_t size, size_t alignment) {
    if (!arena) {
        arena = mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (arena == MAP_FAILED) {
            report_failure("no memory", "for the model");
        }
    }
    size_t start = (arena_used + alignment - 1) / alignment * alignment;
    if (start + size > ARENA_SIZE) {
        report_failure("no memory", "the model uses more than %d bytes", ARENA_SIZE);
    }
    arena_used = start + size;
    memset(arena + start, 0xa5, size);
    return arena + start;
}

void model_memory_free(void *memory, size_t size) {
    memory_freed((uintptr_t)memory, size);
}

// ---- atomic locations ----

uint64_t memory_newest(const struct location *location) {
    switch (location->size) {
    case 1:
        return *(const volatile uint8_t *)location->address;
    case 2:
        return *(const volatile uint16_t *)location->address;
    case 4:
        return *(const volatile uint32_t *)location->address;
    default:
        return *(const volatile uint64_t *)location->address;
    }
}

static void write_through(const struct location *location, uint64_t value) {
    switch (location->size) {
    case 1:
        *(volatile uint8_t *)location->address = (uint8_t)value;
        break;
    case 2:
        *(volatile uint16_t *)location->address = (uint16_t)value;
        break;
    case 4:
        *(volatile uint32_t *)location->address = (uint32_t)value;
        break;
    default:
        *(volatile uint64_t *)location->address = value;
    }
}

uintptr_t memory_address(const struct location *location) {
    return location->address;
}

unsigned memory_number(const struct location *location) {
    return location->number;
}

static struct store *store_append(struct location *location, uint64_t value) {
    if (location->store_count == location->store_room) {
        location->store_room = location->store_room ? 2 * location->store_room : 16;
        location->stores = realloc(location->stores, location->store_room * sizeof(struct store));
        if (!location->stores) {
            report_failure("no memory", "for the checker");
        }
    }
    struct store *store = &location->stores[location->store_count++];
    store->value = value;
    store->releases = false;
    return store;
}

struct location *memory_location(const volatile void *place, size_t size, const void *pc) {
    uintptr_t address = (uintptr_t)place;
    struct cell *cell = cell_at(address);
    if (cell->location > 0) {
        struct location *found = &locations[cell->location - 1];
        if (found->address != address || found->size != size) {
            report_failure("mixed sizes", "of atomic accesses at %s", report_line(pc));
        }
        return found;
    }
    if (location_count == LOCATIONS_MAX) {
        report_failure("too large", "the model has more than %d atomics", LOCATIONS_MAX);
    }
    struct location *location = &locations[location_count];
    struct store *stores = location->stores;
    unsigned room = location->store_room;
    *location = (struct location){.address = address,
                                  .size = (unsigned)size,
                                  .number = location_count++,
                                  .stores = stores,
                                  .store_room = room};
    store_append(location, memory_newest(location));
    for (size_t i = 0; i < size; i++) {
        cell_at(address + i)->location = (uint16_t)(location->number + 1);
    }
    return location;
}

static unsigned view_of(const struct view *view, const struct location *location) {
    return location->number < view->count ? view->of[location->number] : 0;
}

static void view_raise(struct view *view, const struct location *location, unsigned index) {
    while (view->count <= location->number) {
        view->of[view->count++] = 0;
    }
    if (view->of[location->number] < index) {
        view->of[location->number] = (uint16_t)index;
    }
}

static void view_join(struct view *view, const struct view *other) {
    while (view->count < other->count) {
        view->of[view->count++] = 0;
    }
    for (unsigned i = 0; i < other->count; i++) {
        view->of[i] = view->of[i] > other->of[i] ? view->of[i] : other->of[i];
    }
}

static void clock_join(struct clock *clock, const struct clock *other) {
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        clock->of[i] = clock->of[i] > other->of[i] ? clock->of[i] : other->of[i];
    }
}

static bool acquires(enum order order) {
    return order == ACQUIRE || order == ACQ_REL || order == SEQ_CST;
}

static bool releases(enum order order) {
    return order == RELEASE || order == ACQ_REL || order == SEQ_CST;
}

// The calling thread touches the location with an atomic operation.
static void touch(struct location *location, bool is_write, const void *pc) {
    if (location->initialised) {
        location->initialised = false;
        location->floor = location->store_count;
        store_append(location, memory_newest(location));
    }
    unsigned me = explore_me();
    for (unsigned i = 0; i < location->size; i++) {
        struct cell *cell = cell_at(location->address + i);
        must_live(cell, location->address, pc);
        if (!happened_before(cell->writer, cell->written_at)) {
            race(location->address, "the atomic access", pc, cell->writer, "a write",
                 cell->writer_pc);
        }
        for (unsigned k = 0; is_write && k < THREADS_MAX; k++) {
            if (!happened_before(k, cell->read_at[k])) {
                race(location->address, "the atomic write", pc, k, "a read", cell->reader_pc[k]);
            }
        }
    }
    location->pc[me] = pc;
    (is_write ? location->written_at : location->read_at)[me] = known[me].clock.of[me];
}

unsigned memory_last_index(struct location *location) {
    return location->store_count - 1;
}

static void see(struct location *location, unsigned index, enum order order) {
    struct knowledge *mine = &known[explore_me()];
    const struct store *store = &location->stores[index];
    view_raise(&mine->view, location, index);
    if (acquires(order) && store->releases) {
        clock_join(&mine->clock, &store->clock);
        view_join(&mine->view, &store->view);
    }
    mine->last_load = location;
    mine->last_index = index;
}

// The oldest store a load may see.
static unsigned oldest(const struct location *location, enum order order) {
    unsigned index = view_of(&known[explore_me()].view, location);
    index = index > location->floor ? index : location->floor;
    return order == SEQ_CST && location->last_sc > index ? location->last_sc : index;
}

uint64_t memory_load(struct location *location, enum order order, const void *pc) {
    if (explore_me() == NOBODY) {
        return memory_newest(location);
    }
    touch(location, false, pc);
    unsigned newest = location->store_count - 1;
    unsigned first = explore_may_be_stale() ? oldest(location, order) : newest;
    unsigned index = newest - explore_choose(newest - first + 1);
    if (index < newest) {
        explore_was_stale();
    }
    see(location, index, order);
    known[explore_me()].clock.of[explore_me()]++;
    report_step("load", location->address, location->stores[index].value, index < newest, pc);
    return location->stores[index].value;
}

// What the calling thread has seen goes along with the new store, and with `from`'s, if it is a
// change of that.
static void append(struct location *location, uint64_t value, enum order order,
                   const unsigned *from) {
    struct knowledge *mine = &known[explore_me()];
    struct store *store = store_append(location, value);
    unsigned index = location->store_count - 1;
    view_raise(&mine->view, location, index);
    store->releases = releases(order);
    if (store->releases) {
        store->clock = mine->clock;
        store->view = mine->view;
    }
    const struct store *old = from ? &location->stores[*from] : NULL;
    if (old && old->releases) {
        if (!store->releases) {
            store->releases = true;
            store->clock = old->clock;
            store->view = old->view;
        } else {
            clock_join(&store->clock, &old->clock);
            view_join(&store->view, &old->view);
        }
    }
    if (order == SEQ_CST) {
        location->last_sc = index;
    }
    write_through(location, value);
    mine->clock.of[explore_me()]++;
}

void memory_store(struct location *location, uint64_t value, enum order order, const void *pc) {
    if (explore_me() == NOBODY) {
        write_through(location, value);
        location->initialised = true;
        return;
    }
    touch(location, true, pc);
    append(location, value, order, NULL);
    report_step("store", location->address, value, false, pc);
}

uint64_t memory_change(struct location *location, uint64_t (*change)(uint64_t, uint64_t),
                       uint64_t argument, enum order order, const void *pc) {
    uint64_t old = memory_newest(location), value = change(old, argument);
    if (explore_me() == NOBODY) {
        memory_store(location, value, order, pc);
        return old;
    }
    touch(location, true, pc);
    unsigned index = location->store_count - 1;
    see(location, index, order);
    append(location, value, order, &index);
    report_step("change", location->address, memory_newest(location), false, pc);
    return old;
}

// A compare-exchange that fails is a load of something else than was expected.
static unsigned failures(struct location *location, uint64_t expected, enum order order,
                         unsigned *out_indices) {
    unsigned count = 0, newest = location->store_count - 1;
    unsigned first = explore_may_be_stale() ? oldest(location, order) : newest;
    for (unsigned i = newest + 1; i-- > first;) {
        if (location->stores[i].value != expected && count < 64) {
            out_indices[count++] = i;
        }
    }
    return count;
}

bool memory_compare_exchange(struct location *location, uint64_t *expected, uint64_t value,
                             enum order success, enum order failure, bool weak, const void *pc) {
    uint64_t newest = memory_newest(location);
    if (explore_me() == NOBODY) {
        bool is = newest == *expected;
        *expected = newest;
        if (is) {
            memory_store(location, value, success, pc);
        }
        return is;
    }
    touch(location, true, pc);
    unsigned indices[64], count = failures(location, *expected, failure, indices);
    bool may_succeed = newest == *expected;
    bool fails_for_nothing = may_succeed && weak && explore_spends_spurious();
    unsigned choice = fails_for_nothing ? 0 : explore_choose(count + may_succeed);
    unsigned last = location->store_count - 1;
    if (may_succeed && !fails_for_nothing && choice == 0) {
        see(location, last, success);
        append(location, value, success, &last);
        report_step("compare-exchange to", location->address, value, false, pc);
        return true;
    }
    unsigned index = fails_for_nothing ? last : indices[choice - may_succeed];
    if (index < last) {
        explore_was_stale();
    }
    see(location, index, failure);
    *expected = location->stores[index].value;
    known[explore_me()].clock.of[explore_me()]++;
    report_step("compare-exchange fails on", location->address, *expected, index < last, pc);
    return false;
}

void memory_seen(struct location *location, unsigned index) {
    view_raise(&known[explore_me()].view, location, index);
}

struct location *memory_last_load(unsigned *out_index) {
    *out_index = known[explore_me()].last_index;
    return known[explore_me()].last_load;
}
