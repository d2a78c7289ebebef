// How much room a task gets for separate frames: the largest of what is awaited, all the way down;
// nothing for what is met again, and never twice a different answer.
#include "runtime/room.h"

#include "base/thread.h"
#include "future.h"

static bool never(void *future, struct tarry_context *cx) {
    (void)future, (void)cx;
    return true;
}

enum { COUNT = 8 };
static struct tarry_function functions[COUNT];
static struct tarry_await awaits[COUNT][3];
static uint32_t rooms[COUNT];

static void make(unsigned index, uint32_t size, uint32_t alignment) {
    functions[index] = (struct tarry_function){.name = "f",
                                               .poll = never,
                                               .size = size,
                                               .alignment = alignment,
                                               .awaits = awaits[index],
                                               .room = &rooms[index]};
    rooms[index] = 0;
}

static void awaits_one(unsigned caller, unsigned callee, enum tarry_await_kind kind) {
    awaits[caller][functions[caller].await_count++] =
        (struct tarry_await){.callee = &functions[callee], .kind = kind};
}

static size_t frame(unsigned index) {
    return tarry__room_frame(&functions[index]);
}

static void test_largest(void) {
    for (unsigned i = 0; i < COUNT; i++) {
        make(i, 40 + 8 * i, 8);
    }
    // 0 awaits 1 (boxed) and 2 (embedded); 2 awaits 3 (boxed), which awaits 4 (boxed)
    awaits_one(0, 1, TARRY_AWAIT_BOXED);
    awaits_one(0, 2, TARRY_AWAIT_EMBEDDED);
    awaits[0][functions[0].await_count++] = (struct tarry_await){.kind = TARRY_AWAIT_JOIN};
    awaits_one(2, 3, TARRY_AWAIT_BOXED);
    awaits_one(3, 4, TARRY_AWAIT_BOXED);
    CHECK(tarry__room(&functions[0]) == frame(3) + frame(4));
    CHECK(tarry__room(&functions[0]) == frame(3) + frame(4)); // from its cell
    CHECK(tarry__room(&functions[3]) == frame(4));
    CHECK(tarry__room(&functions[1]) == 0 && tarry__room(&functions[4]) == 0);
    functions[5].room = NULL; // written by hand
    awaits_one(5, 0, TARRY_AWAIT_BOXED);
    CHECK(tarry__room(&functions[5]) == 0);
}

static void test_recursion(void) {
    for (unsigned i = 0; i < COUNT; i++) {
        make(i, 40 + 8 * i, 8);
    }
    awaits_one(0, 0, TARRY_AWAIT_BOXED);
    awaits_one(0, 5, TARRY_AWAIT_BOXED);
    CHECK(tarry__room(&functions[0]) == frame(5));
    awaits_one(1, 2, TARRY_AWAIT_BOXED);
    awaits_one(2, 3, TARRY_AWAIT_BOXED);
    awaits_one(3, 1, TARRY_AWAIT_BOXED);
    CHECK(tarry__room(&functions[1]) == frame(2) + frame(3));
    CHECK(tarry__room(&functions[3]) == 0); // it was met on the way, and keeps that answer
    CHECK(tarry__room(&functions[2]) == frame(3));
}

static void test_alignment(void) {
    static _Alignas(8) char space[400];
    for (unsigned alignment = 1; alignment <= 128; alignment *= 2) {
        make(0, 24, alignment);
        for (unsigned offset = 0; offset < 128; offset += 8) {
            char *future = tarry__room_place(&functions[0], space + offset);
            CHECK((uintptr_t)future % alignment == 0 && (uintptr_t)future % 8 == 0);
            CHECK(future - sizeof(struct tarry_frame) >= space + offset);
            CHECK(future + 24 <= space + offset + frame(0));
        }
    }
}

// A ring of functions, asked for from all its places at the same time.
static size_t found[4][COUNT];

static void ask(void *argument) {
    unsigned self = (unsigned)(uintptr_t)argument;
    for (unsigned i = 0; i < COUNT; i++) {
        unsigned place = (i + 2 * self) % COUNT;
        found[self][place] = tarry__room(&functions[place]);
    }
}

static void test_threads(void) {
    struct tarry__thread threads[4];
    for (unsigned i = 0; i < COUNT; i++) {
        make(i, 40, 8);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        awaits_one(i, (i + 1) % COUNT, TARRY_AWAIT_BOXED);
    }
    for (uintptr_t i = 0; i < 4; i++) {
        CHECK(tarry__thread_start(&threads[i], "ask", ask, (void *)i) == 0);
    }
    for (unsigned i = 0; i < 4; i++) {
        tarry__thread_join(&threads[i]);
    }
    for (unsigned i = 1; i < 4; i++) {
        CHECK(memcmp(found[0], found[i], sizeof found[0]) == 0);
    }
}

int main(void) {
    test_largest();
    test_recursion();
    test_alignment();
    for (int i = 0; i < scaled(200) + 1; i++) {
        test_threads();
    }
    return 0;
}
