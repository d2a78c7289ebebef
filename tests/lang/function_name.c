// __func__ is the name of the async function as it was written.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static async const char *my_name(void) {
    const char *before = __func__;
    await tarry_yield();
    return strcmp(before, __FUNCTION__) == 0 ? __func__ : "different";
}

async int main(void) {
    printf("%s %s %d\n", await my_name(), __func__, (int)sizeof __func__);
    return 0;
}

// expect: my_name main 5
