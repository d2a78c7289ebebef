// Three jobs that take a second each: one at a time, then at the same time. Then as many as you
// like.
//
//     tarrycc jobs.c -o jobs
//     ./jobs          three jobs in three seconds, and three jobs in one second
//     ./jobs 1000     a thousand jobs at the same time: still one second
//
// jobs_threads.c is the same program with threads, million_jobs.c the same with a million jobs.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

static async int job(int n) {
    printf("start %d\n", n);
    await tarry_sleep(TARRY_SEC(1)); // waits without keeping anyone else from working
    printf("end %d\n", n);
    return n;
}

static async void run_one_at_a_time(int count) {
    for (int n = 1; n <= count; n++) {
        await job(n);
    }
}

static async void run_at_the_same_time(int count) {
    concurrent (jobs) {
        for (int n = 1; n <= count; n++) {
            spawn (jobs) job(n);
        }
    } // and here it waits until all of them have ended
}

async int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 3;
    if (argc == 1) {
        printf("Run three jobs, one at a time...\n\n");
        int64_t start = tarry_now();
        await run_one_at_a_time(count);
        printf("\nThat took %.1f seconds.\n\n", (double)(tarry_now() - start) / 1e9);
    }
    printf("Run %d jobs at the same time...\n\n", count);
    int64_t start = tarry_now();
    await run_at_the_same_time(count);
    printf("\nThat took %.1f seconds.\n", (double)(tarry_now() - start) / 1e9);
    return 0;
}
