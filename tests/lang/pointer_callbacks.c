// A library written with callbacks: an event loop of handlers that are registered, called, and register others.
#include <stdio.h>
#include <tarry.h>

enum { HANDLERS = 8 };

struct loop {
    async void (*handlers[HANDLERS])(struct loop *loop, int event);
    int count, handled;
};

static void on(struct loop *loop, async void (*handler)(struct loop *, int)) {
    loop->handlers[loop->count++] = handler;
}

static async void print_event(struct loop *loop, int event) {
    await tarry_yield();
    loop->handled++;
    printf("event %d\n", event);
}

static async void add_printer(struct loop *loop, int event) {
    loop->handled++;
    if (event == 1)
        on(loop, print_event);
}

static async void emit(struct loop *loop, int event) {
    for (int i = 0; i < loop->count; i++)
        await loop->handlers[i](loop, event);
}

async int main(void) {
    struct loop loop = {.handlers = {add_printer}, .count = 1};
    for (int event = 0; event < 3; event++)
        await emit(&loop, event);
    // expect: event 1
    // expect: event 2
    printf("%d\n", loop.handled); // expect: 5
    return 0;
}
