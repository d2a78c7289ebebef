// Parking and waking workers. Waking a parked worker costs tens of microseconds, so none is woken
// for short work; and none may sleep while long work waits behind a busy one.
//
// A worker that finds nothing to do becomes searching (at most half of them at a time), looks
// through all the others' rings, and if it finds nothing parks in its reactor, until something it
// waits for happens, another worker's mail comes, or it is picked to search. One parked worker at a
// time is the sentinel: it sleeps a millisecond at most, as long as others are busy or were lately,
// then searches. Only the sentinel steals a `recent` task, and only one that has lain there since
// its last look: it is stuck behind a long one. So two tasks that wake each other stay on one
// worker.
//
// Nor are the tasks in a ring taken from it unless they are worth sharing: unless they would keep
// its owner for TARRY__IDLE_SHARE_NS, at his pace. The pace is how long his tasks took lately, on
// average; he measures it in every round, and does not know it when he has just been parked. It says
// nothing of the tasks to come, so the sentinel looks how far each worker has got since its last
// look: did one get on more slowly than he knows, with others waiting behind him, it corrects his
// pace, and one who has not got on at all has had a pace of all that time. So what lies behind a
// long task is worth sharing after two looks, whatever was thought of it. And where tasks have stood
// in the ring at TARRY__IDLE_CROWDED_LOOKS looks in a row, there is always more than one: each short,
// but for as long as this goes on there is work for two, and they are worth sharing once.
//
// Where work is gathered (gather.h) a hundred times as much is left to its owner, and the sentinel
// looks every four milliseconds.
//
// A worker that makes a task stealable while it runs another one, or that starts one task while
// others wait, or has measured his pace, offers: it wakes a parked worker if none is searching, and
// there is no sentinel, or more than TARRY__IDLE_FEW tasks in its ring and the injection queue are
// worth sharing.
//
// The idle word, `counts`: how many workers are parked (high half) and searching (low half). The
// parked ones stand in a stack under `lock`, and `sentinel` says whether one of them is it.
//
// Why no work is forgotten. All of the following operations are seq_cst, so there is one order of
// them all:
//   1. offer: P1 store the ring's tail, `recent`, or the injection count; P2 load counts, then
//      sentinel
//   2. park: Q1 store sentinel; counts: parked+1, searching-1; Q2 load all tails, with the paces,
//      and the injection count
//   3. a search that ends with success: counts: searching-1; then Q2; and if somebody is parked and
//      nobody the sentinel, or what is in its own ring is worth sharing, wake another. What it saw in
//      another's ring the sentinel finds, a millisecond later at most
// A task is left if it is recent, or in a ring and not worth sharing, or if a worker has put it into
// the injection queue, since so many lie in its ring. Who loads a tail also sees the
// pace by which its owner judged (it was stored before, and Q2 acquires), or a newer one: then he
// offers by that one later, or the sentinel looks again. So it is if one of the two takes work to be
// gathered and the other does not: each worker offers after each look of its own.
//   - P2 saw none parked: the Q1 of whoever parks next comes later, so its Q2 sees the task; or, if
//     it is left, that worker becomes the sentinel, since the offering worker is busy. That one looks
//     every millisecond, and P1 of a task that is recent or injected need be no more than a release.
//   - P2 saw one searching: its Q1 or 3 comes later, and sees the task; or, if it is left, there is
//     a sentinel then, if anybody is parked.
//   - P2 saw a sentinel: it ends being one by searching (5), so its search, or its 3, comes later
//     and sees the task; or, if it is left, it becomes the sentinel again, or 3 leaves another.
//   4. a worker that parks as no sentinel although there is none (all others have been parked for a
//      while) looks for what is left too in Q2. Whoever offers after that sees no sentinel.
//   5. after the wait: counts: parked-1, and sentinel and searching change under the lock
//   6. who wants to be watched (watch.h) asks for it before it runs a task: it loads counts, then
//      sentinel, and if some are parked, none searches and there is no sentinel, wakes one. That one
//      finds nothing, and becomes the sentinel as in 2, since the asking worker is busy; so does
//      whoever parks later. That the run has begun is a seq_cst store before, and its look in 2, a
//      seq_cst load, comes behind counts
//
// Each worker's `sleep` word pairs mail with parking:
//   - AWAKE -> ASLEEP by the owner, exchange(acq_rel), before it looks at its mail for the last
//     time and waits in the reactor
//   - any -> NOTIFIED by notify, exchange(acq_rel), after the mail was pushed. ASLEEP before: wakes
//     the reactor
//   - any -> AWAKE by the owner, exchange(acq_rel), after the wait, before it looks at its mail
// Both sides exchange the same word: the later one acquires what the earlier released. So either
// the owner sees the mail, or the sender sees ASLEEP.
#ifndef TARRY_RUNTIME_IDLE_H
#define TARRY_RUNTIME_IDLE_H

#include "base/atomic.h"

#include <stddef.h>

struct tarry_worker;
struct tarry_runtime;

// With a sentinel watching, so many tasks may lie behind a busy worker for a millisecond.
enum { TARRY__IDLE_FEW = 4 };

// Half of what it takes until a worker that was woken runs its first task. Short tasks that run here
// and there by turns meet at every lock besides.
enum { TARRY__IDLE_SHARE_NS = 20000 };
enum { TARRY__IDLE_CROWDED_LOOKS = 16 };
// A pace nobody knows yet: each task may be worth sharing.
enum { TARRY__IDLE_PACE_UNKNOWN = TARRY__IDLE_SHARE_NS };

struct tarry__idle {
    _Alignas(64) _Atomic uint32_t counts;
    _Atomic bool sentinel;
    _Atomic uint32_t lock;
    struct tarry_worker *stack; // the parked ones, last one first
};

struct tarry__idle_place {
    _Alignas(64) _Atomic uint32_t sleep;
    // ---- under the runtime's idle lock ----
    struct tarry_worker *stack_next;
    struct tarry_worker *stack_previous;
    bool parked;
    bool sentinel;
    // ---- the owner's ----
    bool searching;       // counted as such in `counts`
    bool watching;        // it searches after having been the sentinel
    uint8_t quiet_rounds; // how often it parked in a row with nobody else busy
    // ---- sentinels', as searchers: at most one at a time looks, but not always the same one ----
    _Atomic uint32_t polls_seen; // this worker's `polls` at the last look
    _Atomic int64_t seen_at;     // when they were first seen to be so many
    _Atomic uint8_t crowded;     // at how many looks in a row tasks stood in its ring
};

// tarry__idle_offer: `worker`, the calling one, has made work stealable, or knows a new pace.
void tarry__idle_offer(struct tarry_worker *worker);

// tarry__idle_offer_from_outside: a thread that is no worker of the runtime has put a task into its
// injection queue. No sentinel is left to find it: if all are parked, it sleeps for up to a
// millisecond.
void tarry__idle_offer_from_outside(struct tarry_runtime *runtime);

// tarry__idle_ask_watch: `worker`, the calling one, is about to run a task that may be long; somebody
// shall be the sentinel meanwhile.
void tarry__idle_ask_watch(struct tarry_worker *worker);

// tarry__idle_search looks for work at the other workers, if not enough others do so already. NULL
// if there is none.
struct tarry_task *tarry__idle_search(struct tarry_worker *worker);
// tarry__idle_search_end: a worker that may be searching has found something to run, wherever.
void tarry__idle_search_end(struct tarry_worker *worker);

// tarry__idle_park waits in the reactor until `deadline` at most. The worker may be searching when
// it calls, and when it returns. False if there was work to look for, and it did not wait.
bool tarry__idle_park(struct tarry_worker *worker, int64_t deadline);

// tarry__idle_notify makes `worker` look at its mail soon. Any thread, signal handlers too.
void tarry__idle_notify(struct tarry_worker *worker);

// tarry__idle_is_asleep: whether `worker` waits in its reactor, or is about to, and nobody has
// notified it since. tarry__idle_rouse is tarry__idle_notify for the calling worker, ASLEEP itself.
bool tarry__idle_is_asleep(struct tarry_worker *worker);
void tarry__idle_rouse(struct tarry_worker *worker);

#endif
