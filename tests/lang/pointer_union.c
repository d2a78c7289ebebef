// Pointers to async functions in unions, anonymous members, flexible arrays, beside bit-fields, in structs by value.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

struct message {
    unsigned kind : 2, flags : 3;
    union {
        async int (*by_number)(int);
        async int (*by_text)(const char *);
        struct {
            async void (*nothing)(void);
            int padding;
        };
    };
};

struct list {
    int count;
    async int (*calls[])(int);
};

static async int number(int n) {
    await tarry_yield();
    return n;
}

static async int text(const char *t) {
    await tarry_yield();
    return t[0];
}

static async void nothing(void) {
    printf("nothing\n");
}

static async int dispatch(struct message message) {
    await tarry_yield();
    switch (message.kind) {
    case 0:
        return await message.by_number(message.flags);
    case 1:
        return await message.by_text("a");
    default:
        await message.nothing();
        return 0;
    }
}

async int main(void) {
    struct message messages[] = {{0, 5, .by_number = number}, {.kind = 1, .by_text = text}, {2, .nothing = nothing}};
    for (int i = 0; i < 3; i++)
        printf("%d\n", await dispatch(messages[i]));
    // expect: 5
    // expect: 97
    // expect: nothing
    // expect: 0
    struct list *list = malloc(sizeof *list + 3 * sizeof list->calls[0]);
    defer free(list);
    list->count = 3;
    int sum = 0;
    for (int i = 0; i < list->count; i++)
        list->calls[i] = number;
    for (int i = 0; i < list->count; i++)
        sum += await list->calls[i](i);
    printf("%d\n", sum); // expect: 3
    return 0;
}
