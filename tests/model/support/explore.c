// Threads and decisions, see checker.h.
#include "checker.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

enum {
    STACK_SIZE = 128 * 1024,
    LOCALS_MAX = 4,
    LOCAL_SIZE_MAX = 64,
    DECISIONS_MAX = 3 * EVENTS_MAX,
    SHARED_MAX = 8192, // a power of two
};

struct thread {
    const char *name;
    void (*function)(void *argument);
    void *argument;
    char *stack;
    jmp_buf context;
    bool started, ended, timed_out;
    struct operation pending;
    unsigned spurious, timeouts;
    // ---- the order of dependent operations ----
    uint32_t events;
    struct clock clock; // how many events of each thread lie before its next one
    char locals[LOCALS_MAX][LOCAL_SIZE_MAX];
};

struct decision {
    bool is_thread;
    // ---- a value ----
    uint16_t count, chosen;
    // ---- a thread: sets of threads, one bit each ----
    uint8_t thread;
    uint8_t enabled;
    uint8_t
        sleep; // what they do next was done in an execution already, up to independent operations
    uint8_t wanted;
    uint8_t done;
};

struct event {
    uint8_t thread;
    bool writes;
    unsigned location;
    unsigned decision;
    uint32_t number; // among its thread's, from 1
    uint64_t before; // value of the location
    unsigned before_index;
    struct clock clock;
};

static const struct model_bounds no_bounds;

static struct thread threads[THREADS_MAX];
static unsigned thread_count, current = NOBODY;
static jmp_buf main_context;
static struct model_bounds bounds;

static struct decision decisions[DECISIONS_MAX];
static unsigned decision_count, position; // of this execution: those that were taken

static struct event events[EVENTS_MAX];
static unsigned event_count;
static uint8_t sleeping;
static unsigned preemptions, stale;
static unsigned long executions, pruned, steps;

static struct {
    void *place;
    size_t size;
} locals[LOCALS_MAX];
static unsigned local_count;

// ---- threads ----

static void locals_exchange(unsigned from, unsigned to) {
    for (unsigned i = 0; i < local_count; i++) {
        if (from != NOBODY) {
            memcpy(threads[from].locals[i], locals[i].place, locals[i].size);
        }
        if (to != NOBODY) {
            memcpy(locals[i].place, threads[to].locals[i], locals[i].size);
        }
    }
}

static unsigned pick(unsigned from);
static void thread_main(void);

static void thread_enter(struct thread *thread) {
    if (thread->started) {
        _longjmp(thread->context, 1);
    }
    thread->started = true;
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = thread->stack;
    context.uc_stack.ss_size = STACK_SIZE;
    context.uc_link = NULL;
    makecontext(&context, thread_main, 0);
    setcontext(&context);
}

static __attribute__((noinline)) void switch_to(unsigned to) {
    unsigned from = current;
    locals_exchange(from, to);
    current = to;
    if (_setjmp(threads[from].context) == 0) {
        thread_enter(&threads[to]);
    }
}

static void thread_main(void) {
    struct thread *thread = &threads[current];
    thread->function(thread->argument);
    thread = &threads[current];
    thread->ended = true;
    switch_to(pick(NOBODY));
    abort();
}

static _Noreturn void execution_end(void) {
    locals_exchange(current, NOBODY);
    current = NOBODY;
    _longjmp(main_context, 1);
}

unsigned explore_me(void) {
    return current;
}

const struct model_bounds *explore_bounds(void) {
    return &bounds;
}

bool explore_is_timed_out(void) {
    return threads[current].timed_out;
}

const char *explore_thread_name(unsigned thread) {
    return thread == NOBODY ? "begin" : threads[thread].name;
}

bool explore_is_local(uintptr_t address) {
    for (unsigned i = 0; i < local_count; i++) {
        if (address - (uintptr_t)locals[i].place < locals[i].size) {
            return true;
        }
    }
    return false;
}

bool explore_may_be_stale(void) {
    return !bounds.bounded || stale < bounds.stale;
}

void explore_was_stale(void) {
    stale++;
}

bool explore_spends_spurious(void) {
    if (current == NOBODY || threads[current].spurious >= bounds.spurious) {
        return false;
    }
    if (explore_choose(2) == 0) {
        return false;
    }
    threads[current].spurious++;
    return true;
}

// ---- decisions ----

static struct decision *decision_next(bool *out_is_new) {
    if (position == DECISIONS_MAX) {
        report_failure("no end", "one execution takes more than %d decisions", DECISIONS_MAX);
    }
    *out_is_new = position == decision_count;
    struct decision *decision = &decisions[position++];
    if (*out_is_new) {
        *decision = (struct decision){0};
        decision_count++;
    }
    return decision;
}

unsigned explore_choose(unsigned count) {
    if (count <= 1) {
        return 0;
    }
    bool is_new;
    struct decision *decision = decision_next(&is_new);
    if (is_new) {
        decision->count = (uint16_t)count;
    }
    if (decision->is_thread || decision->count != count) {
        report_failure("not deterministic", "the model does not do the same thing twice");
    }
    return decision->chosen;
}

// Of the locations' addresses, those that more than one thread has touched in any execution: with
// bounds, only there may a thread be stopped.
static struct {
    uintptr_t address;
    uint8_t touched;
    bool is_shared; // as this search takes it
} shared[SHARED_MAX];

static bool is_shared(uintptr_t address) {
    unsigned i = (unsigned)((address >> 2) * 2654435761u) % SHARED_MAX;
    while (shared[i].address && shared[i].address != address) {
        i = (i + 1) % SHARED_MAX;
    }
    shared[i].address = address;
    shared[i].touched |= (uint8_t)(1u << current);
    return shared[i].is_shared;
}

// After a search. True: it has to be repeated, with more to be looked at.
static bool shared_grew(void) {
    bool grew = false;
    for (unsigned i = 0; i < SHARED_MAX; i++) {
        bool is = (shared[i].touched & (shared[i].touched - 1)) != 0;
        grew |= is != shared[i].is_shared;
        shared[i].is_shared = is;
    }
    return grew;
}

// ---- who can go on ----

static bool satisfies(const struct operation *operation, uint64_t value) {
    return (value == 0) == operation->awaits_zero;
}

static bool is_enabled(const struct thread *thread) {
    const struct operation *operation = &thread->pending;
    switch (operation->kind) {
    case OPERATION_AWAIT:
        return satisfies(operation, memory_newest(operation->location)) ||
               (operation->timed && thread->timeouts < bounds.timeouts);
    case OPERATION_SPIN:
        return memory_last_index(operation->location) > operation->index;
    default:
        return true;
    }
}

static uint8_t enabled_threads(void) {
    uint8_t enabled = 0;
    for (unsigned i = 0; i < thread_count; i++) {
        if (!threads[i].ended && is_enabled(&threads[i])) {
            enabled |= (uint8_t)(1u << i);
        }
    }
    return enabled;
}

// Those whose waits end by themselves once nothing else happens.
static uint8_t timed_threads(void) {
    uint8_t timed = 0;
    for (unsigned i = 0; i < thread_count; i++) {
        if (!threads[i].ended && threads[i].pending.kind == OPERATION_AWAIT &&
            threads[i].pending.timed) {
            timed |= (uint8_t)(1u << i);
        }
    }
    return timed;
}

static _Noreturn void report_deadlock(void) {
    char text[1000] = "";
    size_t length = 0;
    for (unsigned i = 0; i < thread_count; i++) {
        if (!threads[i].ended && length < sizeof text) {
            const struct operation *operation = &threads[i].pending;
            length += (size_t)snprintf(
                text + length, sizeof text - length, "\n  %s waits on %s at %s", threads[i].name,
                report_place(memory_address(operation->location)), report_line(operation->pc));
        }
    }
    report_failure("deadlock", "nobody can go on:%s", text);
}

static bool all_ended(void) {
    for (unsigned i = 0; i < thread_count; i++) {
        if (!threads[i].ended) {
            return false;
        }
    }
    return true;
}

// ---- the reduction ----

static bool writes(const struct operation *operation) {
    return operation->kind == OPERATION_STORE || operation->kind == OPERATION_CHANGE ||
           operation->kind == OPERATION_AWAIT;
}

static bool are_independent(const struct operation *a, const struct operation *b) {
    return !a->location || a->location != b->location || (!writes(a) && !writes(b));
}

static bool lies_before(const struct event *event, const struct clock *clock) {
    return event->number <= clock->of[event->thread];
}

static void join(struct clock *clock, const struct clock *other) {
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        clock->of[i] = clock->of[i] > other->of[i] ? clock->of[i] : other->of[i];
    }
}

// The last event and `event`, which is about to be made, race: somebody has to begin, in place of
// events[i], what does not depend on that and leads to `event`.
static void want_reversal(unsigned i, const struct event *event) {
    uint8_t seen = 0, initials = 0;
    for (unsigned j = i + 1; j <= event_count; j++) {
        const struct event *next = j < event_count ? &events[j] : event;
        uint8_t bit = (uint8_t)(1u << next->thread);
        if ((j < event_count && lies_before(&events[i], &next->clock)) || (seen & bit)) {
            continue;
        }
        seen |= bit;
        bool is_first = true;
        for (unsigned k = i + 1; k < j && is_first; k++) {
            is_first =
                lies_before(&events[i], &events[k].clock) || !lies_before(&events[k], &next->clock);
        }
        initials |= is_first ? bit : 0;
    }
    struct decision *decision = &decisions[events[i].decision];
    initials &= decision->enabled;
    if (decision->wanted & initials) {
        return;
    }
    uint8_t bit = (uint8_t)(1u << event->thread);
    decision->wanted |= initials & bit ? bit
                        : initials     ? initials & (uint8_t)-initials
                                       : decision->enabled;
}

// What lies before `event`, the next one, because it depends on it. Of a SPIN that is the store that
// ended it.
static void join_dependent(struct event *event, const struct operation *operation) {
    for (unsigned i = event_count; i-- > 0;) {
        if (events[i].location != event->location || !(events[i].writes || event->writes)) {
            continue;
        }
        if (operation->kind == OPERATION_SPIN && events[i].before_index > operation->index) {
            continue;
        }
        join(&event->clock, &events[i].clock);
        if (events[i].writes) {
            return;
        }
    }
}

// `known`: what lies before the operation's thread without it.
static void want_reversals(const struct event *event, const struct operation *operation,
                           const struct clock *known) {
    if (operation->kind == OPERATION_SPIN) {
        return; // it could not have ended earlier
    }
    for (unsigned i = event_count; i-- > 0;) {
        const struct event *other = &events[i];
        if (other->location != event->location || (!other->writes && !event->writes)) {
            continue;
        }
        bool is_known = lies_before(other, known);
        bool was_possible = operation->kind != OPERATION_AWAIT ||
                            satisfies(operation, other->before) ||
                            (operation->timed && bounds.timeouts > 0);
        if (!is_known && was_possible) {
            want_reversal(i, event);
        }
        if (other->writes && (is_known || was_possible)) {
            return;
        }
    }
}

// The thread's pending operation is about to be done: it becomes an event.
static void note_event(unsigned number, bool by_timeout) {
    struct thread *thread = &threads[number];
    const struct operation *operation = &thread->pending;
    if (event_count == EVENTS_MAX) {
        report_failure("no end", "one execution takes more than %d steps", EVENTS_MAX);
    }
    struct event *event = &events[event_count];
    const struct clock known = thread->clock;
    *event = (struct event){.thread = (uint8_t)number,
                            .writes = writes(operation),
                            .location = operation->location ? memory_number(operation->location)
                                                            : LOCATIONS_MAX,
                            .decision = position - 1,
                            .number = ++thread->events,
                            .clock = known};
    event->clock.of[number] = event->number;
    if (operation->location) {
        event->before = memory_newest(operation->location);
        event->before_index = memory_last_index(operation->location);
        join_dependent(event, operation);
    }
    for (unsigned i = 0; by_timeout && i < thread_count; i++) {
        join(&event->clock, &threads[i].clock);
    }
    thread->clock = event->clock;
    if (operation->location && !by_timeout) {
        want_reversals(event, operation, &known);
    }
    event_count++;
}

// ---- whose turn it is ----

static unsigned lowest(uint8_t set) {
    return (unsigned)__builtin_ctz(set);
}

static uint8_t choice_with_bounds(uint8_t enabled, unsigned from) {
    bool goes_on = from != NOBODY && (enabled & (1u << from));
    return goes_on && preemptions >= bounds.preemptions ? (uint8_t)(1u << from) : enabled;
}

static void decide_first(struct decision *decision, uint8_t enabled, unsigned from, bool quiet) {
    decision->is_thread = true;
    decision->enabled = enabled;
    decision->sleep = quiet ? 0 : sleeping;
    uint8_t awake = enabled & (uint8_t)~decision->sleep;
    if (!awake) {
        decision_count--;
        position--;
        pruned++;
        execution_end();
    }
    bool goes_on = from != NOBODY && (awake & (1u << from));
    decision->thread = (uint8_t)(goes_on ? from : lowest(awake));
    decision->wanted = bounds.bounded ? choice_with_bounds(enabled, from)
                       : quiet        ? enabled
                                      : (uint8_t)(1u << decision->thread);
}

static void sleep_on(const struct decision *decision) {
    sleeping = 0;
    uint8_t candidates = decision->sleep | decision->done;
    for (unsigned i = 0; i < thread_count && !bounds.bounded; i++) {
        if (i != decision->thread && (candidates & (1u << i)) &&
            are_independent(&threads[i].pending, &threads[decision->thread].pending)) {
            sleeping |= (uint8_t)(1u << i);
        }
    }
}

// Decides which thread does its pending operation. `from` is the running one, if it has one.
static unsigned pick(unsigned from) {
    steps++;
    uint8_t enabled = enabled_threads();
    bool quiet = false;
    if (!enabled) {
        if (all_ended()) {
            execution_end();
        }
        quiet = true;
        enabled = timed_threads();
        if (!enabled) {
            report_deadlock();
        }
    }
    if (bounds.bounded && from != NOBODY && (enabled & (1u << from)) && !quiet &&
        threads[from].pending.location &&
        !is_shared(memory_address(threads[from].pending.location))) {
        threads[from].timed_out = false;
        if (++event_count == EVENTS_MAX) {
            report_failure("no end", "one execution takes more than %d steps", EVENTS_MAX);
        }
        return from;
    }
    bool is_new;
    struct decision *decision = decision_next(&is_new);
    if (is_new) {
        decide_first(decision, enabled, from, quiet);
    }
    if (!decision->is_thread || decision->enabled != enabled) {
        report_failure("not deterministic", "the model does not do the same thing twice");
    }
    unsigned to = decision->thread;
    if (from != NOBODY && to != from && (enabled & (1u << from))) {
        preemptions++;
    }
    sleep_on(decision);
    struct thread *thread = &threads[to];
    thread->timed_out = quiet;
    if (bounds.bounded) {
        event_count++;
        if (event_count == EVENTS_MAX) {
            report_failure("no end", "one execution takes more than %d steps", EVENTS_MAX);
        }
    } else {
        note_event(to, quiet);
    }
    return to;
}

void explore_begin(struct operation operation) {
    if (current == NOBODY) {
        return;
    }
    threads[current].pending = operation;
    unsigned next = pick(current);
    if (next != current) {
        switch_to(next);
    }
    struct thread *thread = &threads[current];
    if (operation.kind == OPERATION_AWAIT && operation.timed && !thread->timed_out) {
        bool is_set = satisfies(&operation, memory_newest(operation.location));
        if (thread->timeouts < bounds.timeouts && (!is_set || explore_choose(2) == 1)) {
            thread->timeouts++;
            thread->timed_out = true;
        }
    }
}

// ---- the search ----

static void execution_reset(void) {
    thread_count = 0;
    local_count = 0;
    position = 0;
    event_count = 0;
    sleeping = 0;
    preemptions = stale = 0;
    current = NOBODY;
    report_reset();
    memory_reset(THREADS_MAX);
    model_thread_local(&errno, sizeof errno);
}

static void execute(void (*begin)(void), void (*end)(void)) {
    execution_reset();
    begin();
    for (unsigned i = 0; i < thread_count; i++) {
        threads[i].pending = (struct operation){.kind = OPERATION_START};
    }
    if (_setjmp(main_context) == 0) {
        unsigned first = pick(NOBODY);
        locals_exchange(NOBODY, first);
        current = first;
        thread_enter(&threads[first]);
    }
    executions++;
    if (all_ended()) {
        end();
    }
}

// Goes back to the deepest decision that has an alternative, and takes it. False: there is none.
static bool decide_anew(void) {
    for (; decision_count > 0; decision_count--) {
        struct decision *decision = &decisions[decision_count - 1];
        if (!decision->is_thread) {
            if (++decision->chosen < decision->count) {
                return true;
            }
            continue;
        }
        decision->done |= (uint8_t)(1u << decision->thread);
        uint8_t left = decision->wanted & (uint8_t) ~(decision->done | decision->sleep);
        if (left) {
            decision->thread = (uint8_t)lowest(left);
            return true;
        }
    }
    return false;
}

static void search(void (*begin)(void), void (*end)(void)) {
    decision_count = 0;
    do {
        execute(begin, end);
    } while (decide_anew());
}

static void crashed(int number) {
    (void)number;
    report_failure("crash", "%s touches memory that is not there",
                   explore_thread_name(explore_me()));
}

// On a stack of its own: the thread's may be the reason.
static void report_crashes(void) {
    static char stack[64 * 1024];
    const stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    const struct sigaction action = {.sa_handler = crashed, .sa_flags = SA_ONSTACK};
    sigaltstack(&other, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
}

void model_run(const char *name, void (*begin)(void), void (*end)(void),
               const struct model_bounds *wanted) {
    bounds = wanted ? *wanted : no_bounds;
    report_crashes();
    executions = pruned = steps = 0;
    memset(shared, 0, sizeof shared);
    do {
        search(begin, end);
    } while (bounds.bounded && shared_grew());
    printf("%s: %lu executions, %lu steps", name, executions - pruned, steps);
    if (bounds.bounded) {
        printf(", up to %u preemptions, %u old values", bounds.preemptions, bounds.stale);
    }
    printf("\n");
    fflush(stdout);
}

void model_thread(const char *name, void (*function)(void *argument), void *argument) {
    struct thread *thread = &threads[thread_count++];
    char *stack = thread->stack;
    if (!stack) {
        stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (stack == MAP_FAILED) {
            report_failure("no memory", "for a stack");
        }
    }
    *thread =
        (struct thread){.name = name, .function = function, .argument = argument, .stack = stack};
}

unsigned model_me(void) {
    return current;
}

void model_thread_local(void *place, size_t size) {
    memset(place, 0, size);
    locals[local_count].place = place;
    locals[local_count++].size = size;
}

unsigned model_choose(unsigned count) {
    return explore_choose(count);
}

bool model_is_long(void) {
    const char *text = getenv("LONG");
    return text && *text;
}
