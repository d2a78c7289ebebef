// A million jobs at the same time: each sleeps for a second. It takes little more than that second,
// and about a hundred bytes a job. (They do not print: a million lines would be what takes the
// time.)
//
//     tarrycc -O2 million_jobs.c -o million_jobs
//     ./million_jobs [count]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <tarry.h>

static async void job(long *finished) {
    await tarry_sleep(TARRY_SEC(1));
    ++*finished; // needs no lock: the jobs are concurrent, not parallel
}

// memory_peak tells how much memory this process has had at most so far, in bytes.
static long memory_peak(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024;
}

async int main(int argc, char **argv) {
    long count = argc > 1 ? atol(argv[1]) : 1000000, finished = 0;
    printf("Run %ld jobs at the same time...\n", count);

    long memory = memory_peak();
    int64_t start = tarry_now();
    int error = 0;
    concurrent (jobs) {
        for (long i = 0; i < count && error == 0; i++) {
            spawn (jobs) job(&finished);
            error = jobs.error;
        }
    }
    double seconds = (double)(tarry_now() - start) / 1e9;
    memory = memory_peak() - memory;

    if (error != 0) {
        fprintf(stderr, "Only %ld of them ran: %s.\n", finished, strerror(-error));
        return 1;
    }
    printf("%ld jobs ended after %.3f seconds, with %.0f bytes of memory a job.\n", finished,
           seconds, finished > 0 ? (double)memory / (double)finished : 0.0);
    return 0;
}
