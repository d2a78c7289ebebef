// The four channels in one program. Reporters file stories (a channel), a pool of editors takes
// them and asks the archive about each (a oneshot for the answer), what is printed goes to every
// subscriber (a broadcast), and a display shows how far they are (a watch), without being told of
// every step.
//
//     tarrycc newsroom.c -o newsroom && ./newsroom
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

enum { REPORTERS = 3, STORIES = 40, EDITORS = 2, SUBSCRIBERS = 3, ALL = REPORTERS * STORIES };

struct story {
    int reporter, number;
};
typedef TARRY_CHANNEL(struct story) desk;
typedef TARRY_ONESHOT(int) answer;
struct question {
    struct story story;
    answer *answer;
};
typedef TARRY_CHANNEL(struct question) archive;
typedef TARRY_BROADCAST(struct story) paper;
typedef TARRY_WATCH(int) progress;

static async void report(int who, desk *desk) {
    defer tarry_channel_close_sender(desk); // the last reporter to leave closes the desk
    for (int i = 0; i < STORIES; i++) {
        if (await tarry_channel_send(desk, (struct story){who, i}) < 0) {
            return;
        }
    }
}

// Knows how often it was asked, and nothing else. Leaves the seventh question unanswered.
static async void keep_archive(archive *archive) {
    struct question question;
    for (int count = 0; await tarry_channel_receive(archive, &question) > 0; count++) {
        if (count == 7) {
            tarry_oneshot_close(question.answer);
        } else if (tarry_oneshot_send(question.answer, count) < 0) {
            printf("nobody wants to know\n");
        }
    }
}

static async int edit(desk *desk, archive *archive, paper *paper, progress *progress) {
    int unanswered = 0;
    struct story story;
    while (await tarry_channel_receive(desk, &story) > 0) {
        answer answer = {0};
        int times;
        if (await tarry_channel_send(archive, (struct question){story, &answer}) < 0 ||
            await tarry_oneshot_receive(&answer, &times) <= 0) {
            unanswered++;
        }
        tarry_broadcast_send(paper, story);
        int printed;
        uint64_t version;
        do { // the other editors count too
            version = tarry_watch_get(progress, &printed);
        } while (tarry_watch_set_if(progress, version, printed + 1) == -EAGAIN);
    }
    return unanswered;
}

// How many stories the subscriber has read or, being slow, missed. Those of each reporter come in
// order, if one editor does not overtake another with the next.
static async int subscribe(paper *paper, struct tarry_subscription *subscription, int laziness) {
    int count = 0;
    struct story story;
    for (;;) {
        int got = await tarry_broadcast_receive(paper, subscription, &story);
        if (got == 0) {
            return count;
        }
        count += got == -EOVERFLOW ? (int)subscription->missed : 1;
        for (int i = 0; i < laziness; i++) {
            await tarry_yield();
        }
    }
}

static async int display(progress *progress) {
    uint64_t seen = 0;
    int printed = 0;
    while (await tarry_watch_receive(progress, &seen, &printed) > 0) {
    }
    return printed;
}

async int main(void) {
    struct story on_desk[4], in_paper[16];
    desk desk = TARRY_CHANNEL_INIT(on_desk);
    archive archive = {0}; // a question waits until it is heard
    paper paper = TARRY_BROADCAST_INIT(in_paper);
    progress progress = TARRY_WATCH_INIT(0);
    struct tarry_subscription subscriptions[SUBSCRIBERS];
    int unanswered[EDITORS], read[SUBSCRIBERS], shown = 0;

    parallel (house) {
        spawn (house) keep_archive(&archive);
        spawn (house) shown = display(&progress);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscriptions[i] = tarry_broadcast_subscribe(&paper);
            spawn (house) read[i] = subscribe(&paper, &subscriptions[i], i * 5);
        }
        tarry_channel_open_senders(&desk, REPORTERS);
        parallel (staff) {
            for (int i = 0; i < REPORTERS; i++) {
                spawn (staff) report(i, &desk);
            }
            for (int i = 0; i < EDITORS; i++) {
                spawn (staff) unanswered[i] = edit(&desk, &archive, &paper, &progress);
            }
        } // all stories are edited
        tarry_channel_close(&archive);
        tarry_broadcast_close(&paper);
        tarry_watch_close(&progress);
    }

    printf("%d stories printed, %d without an answer from the archive\n", shown,
           unanswered[0] + unanswered[1]);
    for (int i = 0; i < SUBSCRIBERS; i++) {
        printf("subscriber %d: %d read or missed\n", i, read[i]);
    }
    return 0;
}
