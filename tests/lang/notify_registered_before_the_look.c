// Several consumers of a plain queue: a wait that begins before the look misses no notification, and what a consumer
// was given and did not use goes to the next.
#include <stdio.h>
#include <tarry.h>

struct queue {
    struct tarry_notify pushed;
    int items;
};

static async int pop(struct queue *queue) {
    for (;;) {
        struct tarry_notify_registration registration;
        tarry_notify_register(&queue->pushed, &registration);
        defer tarry_notify_withdraw(&registration);
        if (queue->items > 0) {
            return queue->items--;
        }
        int error = await tarry_notify_wait_registered(&registration);
        if (error < 0) {
            return error;
        }
    }
}

static void push(struct queue *queue) {
    queue->items++;
    tarry_notify_one(&queue->pushed);
}

async int main(void) {
    struct queue queue = {0};
    int results[3];
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = pop(&queue);
        }
        await tarry_yield();
        push(&queue);
        push(&queue);
        push(&queue);
    }
    printf("%d %d %d, %d left\n", results[0], results[1], results[2], queue.items);
    concurrent (s) { // all at once
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = pop(&queue);
        }
        await tarry_yield();
        queue.items = 3;
        tarry_notify_all(&queue.pushed);
    }
    printf("%d left\n", queue.items);
    push(&queue); // nobody waits: kept
    printf("%d\n", await tarry_notify_wait(&queue.pushed));
    within (0) { // and taken by one
        printf("%d\n", await tarry_notify_wait(&queue.pushed) < 0);
    }
    return 0;
}

// expect: 3 2 1, 0 left
// expect: 0 left
// expect: 0
// expect: 1
