// Results that point to what ends with the function.
#include <stdlib.h>
#include <tarry.h>

struct slice {
    const char *text;
    long size;
};

static char kept[8];

static async char *array(int fd) {
    char line[100];
    (void)await tarry_read(fd, line, sizeof line);
    return line; // warning: this returns a pointer to `line`, which ends with the function [L55, -Wtarry-return-local]
}

static async int *variable(int wanted) {
    int x = 3;
    await tarry_yield();
    return wanted ? &x : &wanted; // warning: a pointer to `x` // warning: a pointer to `wanted`
}

static async const char *part(int from) {
    char text[] = "seven", *end = text + 5;
    await tarry_yield();
    if (from < 0) {
        return &text[2] + from; // warning: a pointer to `text[2]`
    }
    return from > 5 ? end : (const char *)text + from; // warning: a pointer to `text`
}

static async struct slice put_together(void) {
    char text[4] = "abc";
    await tarry_yield();
    return (struct slice){text, 3}; // warning: a pointer to `text`
}

static async int *literal(void) {
    await tarry_yield();
    return (int[]){1, 2}; // warning: a pointer to `(int[]){1, 2}`
}

static async char *right(char *given, char copied[8], long *out_index) {
    static char lasting[8];
    char text[8], *found = text;
    await tarry_yield();
    *out_index = found - text;
    return *out_index == 0 ? given : *out_index == 1 ? copied : *out_index == 2 ? lasting : kept;
}

static async long distance(void) {
    char text[8];
    await tarry_yield();
    return &text[3] - text;
}

static async struct slice of_static(void) {
    static const char text[] = "lasting";
    await tarry_yield();
    return (struct slice){text, sizeof text};
}

static async char **inner(void) {
    char *list[2] = {NULL, NULL};
    await tarry_yield();
    TARRY_DIAGNOSTIC(push)
    TARRY_DIAGNOSTIC(ignored "-Wtarry-return-local")
    return list;
    TARRY_DIAGNOSTIC(pop)
}

async int main(void) {
    long index;
    char *a = await array(0), *r = await right(kept, kept, &index);
    int *v = await variable(1), *l = await literal();
    const char *p = await part(2);
    struct slice s = await put_together(), t = await of_static();
    char **i = await inner();
    return !a + !r + !v + !l + !p + !s.text + !t.text + !i + (await distance() == 3);
}
