// A deadline holds for everything that is awaited inside, in other files too.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#include <stdint.h>
async int support_wait(int rounds, int value);

static async int deep(int n) {
    return n > 0 ? await deep(n - 1) : await tarry_sleep(INT64_MAX);
}

static async int catches(void) {
    within (TARRY_SEC(1000)) {
        return await deep(3);
    }
    else printf("no\n");
    return 0;
}

async int main(void) {
    int a = 0;
    within (TARRY_MS(1)) a = await deep(1000);
    else printf("%d\n", a == -ECANCELED);
    within (TARRY_MS(1)) a = await support_wait(INT32_MAX, 1);
    else printf("%d\n", a == -ECANCELED);
    within (TARRY_MS(1)) a = await catches();
    else printf("%d\n", a == -ECANCELED);
    return 0;
}

// expect: 1
// expect: 1
// expect: 1

// files: race_support.c
