// The type of ?: is the common type of both arms, also when only one of them awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async double real(double x) {
    return x;
}

async int main(void) {
    int one = 1;
    printf("%.1f\n", one ? await later(3) : 0.5);
    printf("%.1f\n", one ? await later(3) : await real(0.5));
    printf("%.1f\n", !one ? await later(3) : await real(0.5));
    printf("%ld\n", one ? await later(-1) : 1L << 40);
    int x = 4;
    const char *text = await later(0) ? NULL : "text";
    void *pointer = await later(1) ? &x : NULL;
    printf("%s %d\n", text, *(int *)pointer);
    printf("%d\n", *(await later(1) ? &x : NULL));
    return 0;
}

// expect: 3.0
// expect: 3.0
// expect: 0.5
// expect: -1
// expect: text 4
// expect: 4
