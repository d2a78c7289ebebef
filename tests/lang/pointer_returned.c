// Functions, plain and async, that return pointers to async functions.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

typedef async int (*operation)(int, int);

static async int add(int a, int b) {
    await tarry_yield();
    return a + b;
}

static async int multiply(int a, int b) {
    return a * b;
}

static operation find(const char *name) {
    static const struct {
        const char *name;
        operation run;
    } table[] = {{"add", add}, {"multiply", multiply}};
    for (int i = 0; i < 2; i++)
        if (strcmp(table[i].name, name) == 0)
            return table[i].run;
    return strcmp(name, "plus") ? NULL : add;
}

static async operation find_later(const char *name) {
    await tarry_yield();
    return find(name);
}

static operation *address(operation *p) {
    return p;
}

async int main(void) {
    printf("%d\n", await find("add")(2, 3));                         // expect: 5
    printf("%d\n", await (await find_later("multiply"))(2, 3));      // expect: 6
    printf("%d %d\n", find("none") == NULL, find("plus") == add);    // expect: 1 1
    operation p = find("plus");
    printf("%d\n", await (*address(&p))(4, await find("multiply")(2, 2))); // expect: 8
    return 0;
}
