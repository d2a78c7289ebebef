// Tables of async functions at file scope, const and not, with designators, in structs and in arrays.
#include <stdio.h>
#include <tarry.h>

struct ops {
    const char *name;
    async int (*open)(const char *path, int flags);
    async long (*read)(int handle, char *buffer, unsigned long size), (*write)(int handle, const char *buffer);
    async void (*close)(int handle);
};

static async int memory_open(const char *path, int flags) {
    await tarry_yield();
    return path[0] + flags;
}

static async long memory_read(int handle, char *buffer, unsigned long size) {
    for (unsigned long i = 0; i < size; i++) {
        await tarry_yield();
        buffer[i] = (char)('a' + handle);
    }
    return (long)size;
}

static async long memory_write(int handle, const char *buffer) {
    printf("%d: %s\n", handle, buffer);
    return 0;
}

static async void memory_close(int handle) {
    await tarry_sleep(TARRY_NS(1000));
    printf("closed %d\n", handle);
}

static async int null_open(const char *path, int flags) {
    (void)path, (void)flags;
    return 1;
}

static const struct ops table[] = {
    {"memory", memory_open, memory_read, memory_write, memory_close},
    {.open = null_open, .name = "null", .close = memory_close},
};
static async int (*const openers[2][2])(const char *, int) = {{memory_open, null_open}, {[1] = memory_open}};
struct ops changing = {.name = "changing"};

async int main(void) {
    char buffer[4] = {0};
    int handle = await table[0].open("1", -48);
    printf("%d %ld\n", handle, await table[0].read(handle, buffer, 3)); // expect: 1 3
    await table[0].write(handle, buffer);                             // expect: 1: bbb
    for (const struct ops *ops = table; ops < table + 2; ops++) {
        printf("%s %d\n", ops->name, ops->read != NULL);
        await ops->close(await ops->open("0", -47));
    }
    // expect: memory 1
    // expect: closed 1
    // expect: null 0
    // expect: closed 1
    printf("%d %d %d\n", await openers[0][0]("A", 0), await openers[0][1]("A", 0), openers[1][0] == 0); // expect: 65 1 1
    changing = table[0];
    changing.open = openers[0][1];
    printf("%d\n", await changing.open("", 0)); // expect: 1
    return 0;
}
