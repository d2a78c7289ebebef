// Macros that declare, fill and call tables of async functions.
#include <stdio.h>
#include <tarry.h>

#define COMMANDS(X)                                                                                \
    X(add, +)                                                                                      \
    X(subtract, -)                                                                                 \
    X(multiply, *)
#define HANDLER(name) async int (*name)(int, int)
#define TRY(call)                                                                                  \
    ({                                                                                             \
        int result_ = (call);                                                                      \
        if (result_ < 0)                                                                           \
            return result_;                                                                        \
        result_;                                                                                   \
    })
#define CALL(f, ...) await (f)(__VA_ARGS__)

#define DEFINE(name, op)                                                                           \
    static async int name(int a, int b) {                                                          \
        await tarry_yield();                                                                       \
        return a op b;                                                                             \
    }
COMMANDS(DEFINE)

static const struct {
    const char *name;
    HANDLER(run);
} table[] = {
#define ENTRY(name, op) {#name, name},
    COMMANDS(ENTRY)};

static async int both(HANDLER(first), HANDLER(second)) {
    return TRY(CALL(first, 1, 2)) + TRY(CALL(second, 3, 4));
}

async int main(void) {
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++)
        printf("%s %d\n", table[i].name, CALL(table[i].run, 6, 3));
    // expect: add 9
    // expect: subtract 3
    // expect: multiply 18
    printf("%d %d\n", await both(add, multiply), await both(add, subtract)); // expect: 15 -1
    return 0;
}
