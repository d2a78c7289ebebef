// Several children spawn into the scope around them, and wait for room there in turn.
#include <stdio.h>
#include <tarry.h>

static int living, most;

static async int job(int n) {
    living++;
    most = living > most ? living : most;
    await tarry_yield();
    living--;
    return n;
}

static async void spawner(struct tarry_scope *scope, int *results, int from) {
    for (int i = from; i < from + 10; i++)
        await spawn (*scope) results[i] = job(i);
}

async int main(void) {
    int results[40], sum = 0;
    concurrent (s, .limit = 2) {
        concurrent (spawners) {
            for (int i = 0; i < 4; i++)
                spawn (spawners) spawner(&s, results, 10 * i);
        }
    }
    for (int i = 0; i < 40; i++)
        sum += results[i];
    printf("%d %d\n", most, sum);
    return 0;
}

// expect: 2 780
