// Variables, members, labels and parameters may have any name that the generated code might use
// itself.
#include <stdio.h>
#include <tarry.h>

struct child {
    int result, state;
};

static async int later(int self, int cx) {
    int state = self, future = cx;
    await tarry_yield();
    return state + future;
}

static async int task(int task, int frame, int result, int child) {
    int t1 = task, tarry_1 = frame, resume = result;
    await tarry_yield();
    if (child) {
        goto resume_1;
    }
    t1 += 100;
resume_1:
    return t1 + tarry_1 + resume + await later(child, 0);
}

async int main(void) {
    int self = 1, cx = 2, state = 3, result = 4, future = 5, frame = 6, worker = 7, t0 = 8, t1 = 9,
        t2 = 10, t3 = 11;
    struct child child = {await later(self, cx), await later(state, result)};
    int done = await task(self, cx, state, result), resume_1 = 1, tarry = 2, poll = 3,
        main__future = 4, later_1 = 5;
    await tarry_yield();
    goto resume_2;
resume_2:
    printf("%d %d %d %d %d %d\n", self, cx, state, result, future, frame);
    printf("%d %d %d %d %d\n", worker, t0, t1, t2, t3);
    printf("%d %d %d\n", child.result, child.state, done);
    printf("%d %d %d %d %d\n", resume_1, tarry, poll, main__future, later_1);
    return 0;
}

// expect: 1 2 3 4 5 6
// expect: 7 8 9 10 11
// expect: 3 7 10
// expect: 1 2 3 4 5
