// Tasks that do nothing but let the next one run: two, then a thousand. Nanoseconds a switch.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { SWITCHES = 10000000 };

static async void take_turns(int turns) {
    while (turns-- > 0) {
        await tarry_yield();
    }
}

static async double switches(int tasks) {
    double start = now_ns();
    concurrent (s) {
        for (int i = 0; i < tasks; i++) {
            spawn (s) take_turns(SWITCHES / tasks);
        }
    }
    return (now_ns() - start) / SWITCHES;
}

async int main(void) {
    report("two", await switches(2));
    report("thousand", await switches(1000));
    return 0;
}
