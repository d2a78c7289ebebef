// A program's own blocking functions: marked with TARRY_BLOCKS, or named by the option.
// options: -Wtarry-blocking=other,another -Wno-tarry-blocking=pause,sleep -Wtarry-blocking=sleep
#include <tarry.h>
#include <unistd.h>

TARRY_BLOCKS static int compress(const char *path) {
    return path != NULL;
}
static int expand(const char *path) TARRY_BLOCKS;
static int expand(const char *path) {
    return path == NULL;
}
static int other(void) {
    return 1;
}
int sync_all(void);
TARRY_BLOCKS int sync_all(void);

async int main(void) {
    pause();
    sleep(1);                   // warning: `sleep` blocks
    int n = compress("a");      // warning: `compress` blocks
    n += expand("a");           // warning: `expand` blocks
    n += sync_all();            // warning: `sync_all` blocks
    return n + other();         // warning: `other` blocks
}
