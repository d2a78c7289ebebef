// A worker's mail (mailbox.h), parking with it (idle.c, the `sleep` word) and waking its reactor
// (reactor.c, wake_state): whatever is sent, the worker sees it, and then what was written before.
//
// sources: src/runtime/mailbox.c src/runtime/idle.c src/runtime/ring.c src/reactor/reactor.c src/reactor/descriptors.c src/reactor/hints.c
// sources: src/reactor/watch.c src/reactor/buffers.c
// mutant: a push releases nothing: src/runtime/mailbox.c: &to->mailbox.tasks, &head, task, release -> &to->mailbox.tasks, &head, task, relaxed: race
// mutant: a take acquires nothing: src/runtime/mailbox.c: worker->mailbox.tasks, NULL, acquire -> worker->mailbox.tasks, NULL, relaxed: race
// mutant: posts are taken without acquiring: src/runtime/mailbox.c: worker->mailbox.posts, NULL, acquire -> worker->mailbox.posts, NULL, relaxed: race
// mutant: only the second push notifies: src/runtime/mailbox.c: task, release, relaxed));\n    if (!head) -> task, release, relaxed));\n    if (head): deadlock
// mutant: looking before going to sleep: src/runtime/idle.c: if (tarry__exchange(&worker->idle.sleep, ASLEEP, acq_rel) == AWAKE &&\n        !tarry__mailbox_has_mail(&worker->mailbox)) -> if (!tarry__mailbox_has_mail(&worker->mailbox) &&\n        tarry__exchange(&worker->idle.sleep, ASLEEP, acq_rel) < 3): deadlock
// mutant: a notice releases nothing: src/runtime/idle.c: sleep, NOTIFIED, acq_rel) == ASLEEP -> sleep, NOTIFIED, acquire) == ASLEEP: deadlock
// mutant: a notice for who seems awake is dropped: src/runtime/idle.c: if (tarry__exchange(&worker->idle.sleep, NOTIFIED, acq_rel) == ASLEEP) -> if (tarry__load(&worker->idle.sleep, relaxed) == ASLEEP && tarry__exchange(&worker->idle.sleep, NOTIFIED, acq_rel) == ASLEEP): deadlock
// mutant: the reactor sleeps though it was woken: src/reactor/reactor.c: uint32_t expected = AWAKE; -> uint32_t expected = tarry__load(tarry__atomic_u32(&reactor->wake_state), seq_cst);: deadlock
// mutant: a wake that nobody writes: src/reactor/reactor.c: WOKEN, seq_cst) == SLEEPING -> WOKEN, seq_cst) == AWAKE: deadlock
#include "runtime/mailbox.h"

#include "model.h"
#include "world.h"

enum { SENDERS_MAX = 3 };

struct sender {
    struct tarry__post post;
    struct tarry_task task;
    int letter;
};

static struct tarry_worker *worker;
static struct sender senders[SENDERS_MAX];
static int expected, received;

static void read_letter(struct tarry__post *post, struct tarry_worker *on) {
    struct sender *sender = (struct sender *)post;
    CHECK(on == worker);
    CHECK(sender->letter == 1);
    sender->letter = 2;
    received++;
}

static void owner(void *argument) {
    (void)argument;
    while (received < expected) {
        tarry__idle_park(worker, INT64_MAX);
        tarry__mailbox_empty(worker);
        for (struct tarry_task *task; (task = tarry__task_queue_pop(&worker->queue));) {
            struct sender *sender = (struct sender *)((char *)task - offsetof(struct sender, task));
            CHECK(sender->letter == 1);
            sender->letter = 2;
            received++;
        }
    }
}

static void send_task(void *argument) {
    struct sender *sender = argument;
    sender->letter = 1;
    tarry__mailbox_send_task(worker, &sender->task);
}

static void send_post(void *argument) {
    struct sender *sender = argument;
    sender->letter = 1;
    sender->post.run = read_letter;
    tarry__mailbox_send_post(worker, &sender->post);
}

static void prepare(int tasks, int posts) {
    world_begin();
    worker = &world_runtime(1)->workers[0];
    expected = tasks + posts;
    received = 0;
    model_name(senders, sizeof senders, "senders");
    model_thread("owner", owner, NULL);
    for (int i = 0; i < expected; i++) {
        static const char *const names[] = {"sender 0", "sender 1", "sender 2"};
        senders[i] = (struct sender){0};
        model_thread(names[i], i < tasks ? send_task : send_post, &senders[i]);
    }
}

static void one_task(void) {
    prepare(1, 0);
}

static void two_tasks(void) {
    prepare(2, 0);
}

static void one_post(void) {
    prepare(0, 1);
}

static void task_and_post(void) {
    prepare(1, 1);
}

static void two_and_one(void) {
    prepare(2, 1);
}

static void end(void) {
    CHECK(received == expected);
}

int main(void) {
    static const struct model_bounds spurious = {.spurious = 1};
    static const struct model_bounds three = {.bounded = true, .preemptions = 2, .stale = 1};
    model_run("one task", one_task, end, &spurious);
    model_run("one post", one_post, end, &spurious);
    model_run("two tasks", two_tasks, end, NULL);
    model_run("a task and a post", task_and_post, end, NULL);
    if (model_is_long()) {
        model_run("two tasks and a post", two_and_one, end, &three);
    }
    return 0;
}
