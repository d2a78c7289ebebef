// A cancelled tarry_next returns NULL; the children's results are in their lvalues after the scope.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    int error = await tarry_sleep(TARRY_SEC(3600));
    return error < 0 ? error : n;
}

static async void canceller(struct tarry_scope *scope) {
    await tarry_sleep(TARRY_MS(1));
    tarry_cancel(scope);
}

static async int taker(struct tarry_scope *scope) {
    return await tarry_next(scope) != NULL;
}

async int main(void) {
    int results[3], got = 1;
    concurrent (s) {
        for (int i = 0; i < 3; i++)
            spawn (s) results[i] = job(i);
        concurrent (inner) {
            spawn (inner) got = taker(&s);
            spawn (inner) canceller(&inner);
        }
        printf("%d\n", got);
        tarry_cancel(&s);
        printf("%d\n", await tarry_next(&s) == NULL);
    }
    printf("%d %d %d\n", results[0] == -ECANCELED, results[1] == -ECANCELED,
           results[2] == -ECANCELED);
    return 0;
}

// expect: 0
// expect: 1
// expect: 1 1 1
