// A wait for room that is cancelled starts nothing: -ECANCELED in a signed integer lvalue, zeros in
// others; those behind it are refused at once.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int started;

static async int job(int n) {
    started++;
    await tarry_sleep(TARRY_SEC(3600));
    return n;
}

static async const char *text(void) {
    started++;
    return "text";
}

static async void canceller(struct tarry_scope *scope) {
    await tarry_sleep(TARRY_MS(1));
    tarry_cancel(scope);
}

async int main(void) {
    int results[4] = {7, 7, 7, 7};
    const char *string = "old";
    concurrent (s, .limit = 2) {
        await spawn (s) canceller(&s);
        for (int i = 0; i < 4; i++)
            await spawn (s) results[i] = job(i);
        await spawn (s) string = text();
        await spawn (s) text();
    }
    for (int i = 0; i < 4; i++)
        printf("%d ", results[i] == -ECANCELED ? -1 : results[i]);
    printf("%d %d\n", string == NULL, started);
    return 0;
}

// expect: 0 -1 -1 -1 1 1
