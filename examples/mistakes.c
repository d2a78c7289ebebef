// The two mistakes that everyone makes with async/await, and how long each takes. Three jobs of one
// second are to run at the same time: that is one second when done right, and three when something
// is not.
//
//     tarrycc mistakes.c -o mistakes && ./mistakes
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

static async void job(int n) {
    printf("start %d\n", n);
    await tarry_sleep(TARRY_SEC(1));
    printf("end %d\n", n);
}

static async void blocking_job(int n) {
    printf("start %d\n", n);
    // tarrycc has noticed, and warns of the next line. This tells it that we mean it:
    TARRY_DIAGNOSTIC(ignored "-Wtarry-blocking")
    sleep(1); // Oops! This stops the whole thread, and with it everyone who could run on it
              // meanwhile.
    printf("end %d\n", n);
}

static async void sleep_with_the_wrong_function(void) {
    concurrent (jobs) {
        for (int n = 1; n <= 3; n++) {
            spawn (jobs) blocking_job(n);
        }
    }
}

static async void await_one_by_one(void) {
    for (int n = 1; n <= 3; n++) {
        await job(n); // Oops! The next job is not started before this one has ended.
    }
}

static async void do_it_right(void) {
    concurrent (jobs) {
        for (int n = 1; n <= 3; n++) {
            spawn (jobs) job(n);
        }
    }
}

static int64_t started;

static void begin(const char *what) {
    printf("%s...\n\n", what);
    started = tarry_now();
}

static void end(void) {
    printf("\nThat took %.1f seconds.\n\n", (double)(tarry_now() - started) / 1e9);
}

async int main(void) {
    begin("Mistake one: a blocking call in async code");
    await sleep_with_the_wrong_function();
    end();
    begin("Mistake two: awaiting one job after the other");
    await await_one_by_one();
    end();
    begin("Done right");
    await do_it_right();
    end();
    return 0;
}
