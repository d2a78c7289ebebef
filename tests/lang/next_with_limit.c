// Bounded concurrency with results as they finish: the consumer spawns the next one for each.
#include <stdio.h>
#include <tarry.h>

static int living, most;

static async int job(int n) {
    living++;
    most = living > most ? living : most;
    await tarry_sleep(TARRY_US(n % 3 * 300));
    living--;
    return n;
}

async int main(void) {
    int results[30], begun = 0, ended = 0, sum = 0;
    concurrent (s, .limit = 4) {
        for (;;) {
            while (begun < 30 && begun - ended < 4) {
                await spawn (s) results[begun] = job(begun);
                begun++;
            }
            int *result = await tarry_next(&s);
            if (!result)
                break;
            ended++;
            sum += *result;
        }
    }
    printf("%d %d %d\n", ended, sum, most);
    return 0;
}

// expect: 30 435 4
