// The mailbox of a worker, see mailbox.h.
#include "runtime/mailbox.h"

#include "runtime/worker.h"

void tarry__mailbox_send_task(struct tarry_worker *to, struct tarry_task *task) {
    struct tarry_task *head = tarry__load(&to->mailbox.tasks, relaxed);
    do {
        task->next = head;
    } while (!tarry__compare_exchange_weak(&to->mailbox.tasks, &head, task, release, relaxed));
    if (!head) {
        tarry__idle_notify(to);
    }
}

void tarry__mailbox_send_post(struct tarry_worker *to, struct tarry__post *post) {
    struct tarry__post *head = tarry__load(&to->mailbox.posts, relaxed);
    do {
        post->next = head;
    } while (!tarry__compare_exchange_weak(&to->mailbox.posts, &head, post, release, relaxed));
    if (!head) {
        tarry__idle_notify(to);
    }
}

static struct tarry_task *reversed_tasks(struct tarry_task *task) {
    struct tarry_task *first = NULL;
    while (task) {
        struct tarry_task *next = task->next;
        task->next = first;
        first = task;
        task = next;
    }
    return first;
}

static struct tarry__post *reversed_posts(struct tarry__post *post) {
    struct tarry__post *first = NULL;
    while (post) {
        struct tarry__post *next = post->next;
        post->next = first;
        first = post;
        post = next;
    }
    return first;
}

bool tarry__mailbox_empty(struct tarry_worker *worker) {
    if (!tarry__mailbox_has_mail(&worker->mailbox)) {
        return false;
    }
    struct tarry_task *task =
        reversed_tasks(tarry__exchange(&worker->mailbox.tasks, NULL, acquire));
    while (task) {
        struct tarry_task *next = task->next;
        tarry__worker_receive(worker, task);
        task = next;
    }
    struct tarry__post *post =
        reversed_posts(tarry__exchange(&worker->mailbox.posts, NULL, acquire));
    while (post) {
        struct tarry__post *next = post->next;
        post->run(post, worker);
        post = next;
    }
    return true;
}
