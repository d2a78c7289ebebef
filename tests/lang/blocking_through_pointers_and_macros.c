// What is called may be a function pointer, a member, an element, a macro; what a macro puts around the
// call is done with the result, by the caller.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

static int twice(int n) {
    return 2 * n;
}
static int negated(int n) {
    return -n;
}
static int (*hook)(int) = twice;
static int (*choose(int n))(int) {
    return n ? negated : twice;
}

#define CALL(f, n) f(n)
#define AS_LONG(n) ((long)(twice(n)))
#define PICK(n) _Generic((n), int: twice, default: negated)(n)

struct table {
    const char *name;
    int (*operations[2])(int);
};

static int compare(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

async int main(void) {
    int (*local)(int) = negated;
    struct table table = {"table", {twice, negated}}, *pointer = &table;
    printf("%d %d\n", await blocking(local(3)), await blocking((*local)(4)));
    printf("%d %d\n", await blocking(table.operations[0](5)),
           await blocking(pointer->operations[1](6)));
    printf("%d %d\n", await blocking(hook(7)), await blocking(choose(1)(8)));
    printf("%d %ld %d\n", await blocking(CALL(twice, 9)), await blocking(AS_LONG(10)),
           await blocking(PICK(11)));
    int numbers[] = {3, 1, 2};
    await blocking(qsort(numbers, sizeof numbers / sizeof *numbers, sizeof *numbers, compare));
    printf("%d %d %d\n", numbers[0], numbers[1], numbers[2]);
    char buffer[20];
    await blocking(snprintf(buffer, sizeof buffer, "%s %d", table.name, 12));
    printf("%s %zu\n", buffer, await blocking(strlen(buffer)));
    hook = negated;
    printf("%d\n", await blocking((hook)(13)));
    return 0;
}

// expect: -3 -4
// expect: 10 -6
// expect: 14 -8
// expect: 18 20 22
// expect: 1 2 3
// expect: table 12 8
// expect: -13
