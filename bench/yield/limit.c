// What no switch can beat: an indirect call of the next one's function.
#include <stdlib.h>

#include "../measure.h"

enum { SWITCHES = 10000000 };

static void turn(long *count) {
    ++*count;
}

static double switches(int tasks) {
    struct task {
        void (*volatile run)(long *count);
        long count;
    } *list = calloc((size_t)tasks, sizeof *list);
    for (int i = 0; i < tasks; i++) {
        list[i].run = turn;
    }
    double start = now_ns();
    for (int round = 0; round < SWITCHES / tasks; round++) {
        for (int i = 0; i < tasks; i++) {
            list[i].run(&list[i].count);
        }
    }
    double each = (now_ns() - start) / SWITCHES;
    free(list);
    return each;
}

int main(void) {
    report("two", switches(2));
    report("thousand", switches(1000));
    return 0;
}
