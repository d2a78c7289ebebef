// spawn through pointers into a scope with a limit, waiting for room; results as they finish.
#include <stdio.h>
#include <tarry.h>

static int running, most;

static async int count(int n) {
    running++;
    most = running > most ? running : most;
    await tarry_yield();
    running--;
    return n;
}

struct job {
    async int (*run)(int);
    int argument, result;
};

async int main(void) {
    struct job jobs[10];
    int sum = 0;
    for (int i = 0; i < 10; i++)
        jobs[i] = (struct job){count, i, 0};
    concurrent (s, .limit = 3) {
        for (struct job *job = jobs; job < jobs + 10; job++)
            await spawn (s) job->result = job->run(job->argument);
    }
    for (int i = 0; i < 10; i++)
        sum += jobs[i].result;
    printf("%d %d\n", sum, most); // expect: 45 3
    return 0;
}
