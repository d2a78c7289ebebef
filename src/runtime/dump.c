// The report of tasks that have not ended, see dump.h.
//
// What may be read. Workers that came to the gate touch nothing. One that did not is in the middle
// of a task, or was about to start one it had taken from a queue; when that task's poll is over it
// comes to the gate. So:
//   - a PARKED task stands still, with its future, its frames and its links: nobody starts it
//     before the world goes on
//   - a running task, and while a worker is missing a SCHEDULED one, may change or end: of it only what
//     its place in its scope's list holds still is read, its function
//   - the list of a parallel scope is held still by its lock; that of a concurrent one by its
//     worker being at the gate (or being worker 0, which is here)
// The walk goes down and up again through scope->parent, without recursion: tasks may be nested by
// the million.
#include "runtime/dump.h"

#include "base/lock.h"
#include "base/system.h"
#include "runtime/link.h"
#include "runtime/local.h"
#include "runtime/race.h"
#include "runtime/worker.h"

#include <stdarg.h>
#include <string.h>

typedef struct tarry_runtime Runtime;
typedef struct tarry_task Task;
typedef struct tarry_scope Scope;
typedef struct tarry_scope_link Link;

enum {
    CHILDREN_MAX = 50, // lines of one scope; the tasks behind them are counted
    LINES_MAX = 500,
    TASKS_MAX = 20000, // looked at, while the world stands still: for some tens of milliseconds
    AWAITS_MAX = 20,   // of one task's chain, the innermost not shown
    DEPTH_MAX = 40,    // of indentation
    LINE_SIZE = 2000,
};

static const int64_t patience_ns = 100000000; // for the other workers to come to a stop

// A task without tasks of its own that is as the one before it is counted, not printed: of a
// thousand clients that wait for a line, the one that waits for something else shall be seen.
struct dump {
    Runtime *runtime;
    FILE *out;
    bool all_stopped;
    unsigned lines, tasks;
    int depth;
    size_t length; // of `line`, which is being made
    char line[LINE_SIZE], last[LINE_SIZE];
    int last_depth;
    unsigned repeats;              // tasks as that of `last`, not printed
    unsigned shown[LINES_MAX + 2]; // by depth: lines of the scope that is walked there
};

// ---- lines ----

__attribute__((format(printf, 2, 3))) static void add(struct dump *dump, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(dump->line + dump->length, LINE_SIZE - dump->length, format, arguments);
    va_end(arguments);
    if (length > 0) {
        size_t room = LINE_SIZE - 1 - dump->length;
        dump->length += (size_t)length < room ? (size_t)length : room;
    }
}

static int indentation(int depth) {
    return 2 + 2 * (depth < DEPTH_MAX ? depth : DEPTH_MAX);
}

// Before anything else is printed.
static void tell_repeats(struct dump *dump) {
    if (dump->repeats > 0) {
        fprintf(dump->out, "%*s... and %u more like it\n", indentation(dump->last_depth), "",
                dump->repeats);
        dump->lines++;
    }
    dump->repeats = 0;
    dump->last[0] = '\0';
}

static void end_line(struct dump *dump, bool may_repeat) {
    dump->length = 0;
    dump->tasks++;
    if (may_repeat && strcmp(dump->line, dump->last) == 0) {
        dump->repeats++;
        return;
    }
    tell_repeats(dump);
    fprintf(dump->out, "%s\n", dump->line);
    strcpy(dump->last, dump->line);
    dump->last_depth = dump->depth;
    dump->lines++;
    dump->shown[dump->depth]++;
}

static bool is_running(struct dump *dump, const Task *task) {
    for (unsigned i = 0; i < dump->runtime->worker_count; i++) {
        if (tarry__worker_running(&dump->runtime->workers[i]) == task) {
            return true;
        }
    }
    return false;
}

static bool is_still(struct dump *dump, Task *task) {
    uint32_t state = tarry__load(&task->state, acquire);
    if (!(state & TARRY__TASK_SCHEDULED)) {
        return true;
    }
    return dump->all_stopped && !(state & TARRY__TASK_ENDED) && !is_running(dump, task);
}

// ---- one task ----

static const char *base_name(const char *path) {
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path ? path : "?";
}

// The future's suspension point, NULL if it has none: not started, or a leaf.
static const struct tarry_await *await_of(const struct tarry_function *function,
                                          const void *future) {
    unsigned short state;
    memcpy(&state, (const char *)future + function->state_offset, sizeof state);
    bool known = state > 0 && state <= function->await_count && function->awaits;
    return known ? &function->awaits[state - 1] : NULL;
}

static const void *awaited_future(const struct tarry_await *point, const void *future) {
    const void *child = (const char *)future + point->child_offset;
    return point->kind == TARRY_AWAIT_BOXED ? *(const void *const *)child : child;
}

// A chain of awaits: the function and the future it begins with, and its innermost separate frame,
// NULL: none.
struct chain {
    const struct tarry_function *function;
    const void *future;
    const struct tarry_frame *innermost;
};

// `left`: how many awaits may still be printed, arms of races included.
static void print_chain(struct dump *dump, const struct chain *chain, unsigned *left);

static const char *arm_state(const struct tarry_arm *arm) {
    return arm->phase == TARRY__ARM_NEW     ? " (not started)"
           : arm->phase == TARRY__ARM_ENDED ? " (ended)"
                                            : "";
}

static void print_race(struct dump *dump, const struct tarry_race *race, unsigned *left) {
    add(dump, " > race [");
    for (uint32_t i = 0; *left > 0 && i < race->count; i++) {
        const struct tarry_arm *arm = &race->arms[i];
        add(dump, "%s", i > 0 ? " | " : "");
        if (arm->phase == TARRY__ARM_RUNNING) {
            struct chain chain = {arm->function, arm->future, arm->frame};
            print_chain(dump, &chain, left);
        } else {
            add(dump, "%s%s", arm->function->name, arm_state(arm));
        }
    }
    add(dump, "%s]", *left > 0 ? "" : " | ...");
}

// Of a separate frame behind the innermost one is known only that it has ended, and that its awaiter,
// for lack of budget, was not polled since: it is named, but what it awaited is gone.
static void print_chain(struct dump *dump, const struct chain *chain, unsigned *left) {
    const struct tarry_function *function = chain->function;
    const void *future = chain->future;
    const struct tarry_frame *frame = NULL; // the separate frame that `future` lies in
    bool has_ended = false;
    for (bool first = true; *left > 0; first = false, --*left) {
        const struct tarry_await *point = has_ended ? NULL : await_of(function, future);
        add(dump, "%s%s", first ? "" : " > ", function->name);
        if (!point) {
            return;
        }
        add(dump, " (%s:%u)", base_name(function->file), (unsigned)point->line);
        if (point->kind == TARRY_AWAIT_RACE) {
            --*left;
            print_race(dump, awaited_future(point, future), left);
            return;
        }
        if (point->kind == TARRY_AWAIT_JOIN) {
            add(dump, " > end of scope");
            return;
        }
        future = awaited_future(point, future);
        if (!future) {
            return;
        }
        function = point->callee;
        if (point->kind == TARRY_AWAIT_BOXED) {
            has_ended = frame == chain->innermost;
            frame = (const struct tarry_frame *)future - 1;
            function = frame->function;
        }
    }
    add(dump, " > ...");
}

static bool has_scope(Task *task) {
    for (Link *link = task->open; link; link = tarry__link_next(link)) {
        if (tarry__link_is_scope(link)) {
            return true;
        }
    }
    return false;
}

// Returns whether it stands still, so that what is below it can be looked at.
static bool print_task(struct dump *dump, Task *task) {
    uint32_t state = tarry__load(&task->state, acquire);
    bool still = is_still(dump, task);
    add(dump, "%*s", indentation(dump->depth), "");
    if (still) {
        const char *name = tarry__task_name(task);
        if (name) {
            add(dump, "\"%s\" ", name);
        }
        unsigned left = AWAITS_MAX;
        struct chain chain = {task->function, tarry__task_future(task), task->frame};
        print_chain(dump, &chain, &left);
    } else {
        add(dump, "%s", task->function->name);
    }
    const char *what = state & TARRY__TASK_ENDED       ? ": has ended"
                       : is_running(dump, task)        ? ": running, does not come to an await"
                       : state & TARRY__TASK_SCHEDULED ? ": ready to run"
                                                       : "";
    add(dump, "%s%s", what, state & TARRY__TASK_CANCELLED ? " (cancelled)" : "");
    end_line(dump, !still || !has_scope(task));
    return still;
}

// ---- the running task ----

static void print_name(FILE *out, const Task *task) {
    const char *name = tarry__task_name(task);
    if (name) {
        fprintf(out, "\"%s\" ", name);
    }
}

// The line of the await that a function is in, or was resumed at last.
static void print_place(FILE *out, const struct tarry_function *function,
                        const struct tarry_await *point) {
    fprintf(out, "%s", function->name);
    if (point) {
        fprintf(out, " (%s:%u)", base_name(function->file), (unsigned)point->line);
    }
}

// Of a task that runs, what lies above its innermost separate frame stands still. That frame, and
// what is embedded in it, may have gone on since it was resumed: their memory may be read, but no
// pointer in it followed.
static void print_running(FILE *out, const struct tarry_task *task) {
    const struct tarry_function *function = task->function;
    const void *future = task + 1;
    bool in_innermost = !task->frame;
    for (unsigned left = AWAITS_MAX; left > 0; left--) {
        const struct tarry_await *point = await_of(function, future);
        print_place(out, function, point);
        bool is_boxed = point && point->kind == TARRY_AWAIT_BOXED;
        if (!point || (point->kind != TARRY_AWAIT_EMBEDDED && !is_boxed) ||
            (is_boxed && in_innermost)) {
            return;
        }
        fprintf(out, " > ");
        future = awaited_future(point, future);
        function = point->callee;
        if (is_boxed) {
            const struct tarry_frame *frame = (const struct tarry_frame *)future - 1;
            function = frame->function;
            in_innermost = frame == task->frame;
        }
    }
    fprintf(out, "...");
}

void tarry__dump_running(FILE *out) {
    const struct tarry_task *task =
        tarry__worker_current ? tarry__worker_running(tarry__worker_current) : NULL;
    if (!task) {
        fprintf(out, "a thread that runs no task\n");
        return;
    }
    fprintf(out, "task: ");
    print_name(out, task);
    print_running(out, task);
    if (task->scope) {
        fprintf(out, ", started by %s", task->scope->parent->function->name);
    }
    fprintf(out, "\n");
}

// ---- the tree ----

static bool scope_hold(struct dump *dump, Scope *scope) {
    if (scope->link.kind == TARRY_PARALLEL) {
        tarry__lock_take(tarry__atomic_u32(&scope->lock));
        return true;
    }
    struct tarry_worker *worker = &dump->runtime->workers[scope->parent->worker];
    return worker->index == 0 || tarry__load(&worker->at_gate, seq_cst);
}

static void scope_release(Scope *scope) {
    if (scope->link.kind == TARRY_PARALLEL) {
        tarry__lock_give(tarry__atomic_u32(&scope->lock));
    }
}

// The first scope from `link` on whose children can be looked at, and are there. Held.
static Scope *scope_from(struct dump *dump, Link *link) {
    for (; link; link = tarry__link_next(link)) {
        if (!tarry__link_is_scope(link)) {
            continue;
        }
        Scope *scope = (Scope *)link;
        if (!scope_hold(dump, scope)) {
            tell_repeats(dump);
            fprintf(dump->out, "%*s(its tasks are on a worker that does not stop)\n",
                    indentation(dump->depth), "");
        } else if (scope->children) {
            dump->shown[dump->depth] = 0;
            return scope;
        } else {
            scope_release(scope);
        }
    }
    return NULL;
}

static unsigned children_after(Task *task) {
    unsigned count = 0;
    while ((task = task->sibling_next)) {
        count++;
    }
    return count;
}

// The sibling after `task`; NULL if it is the last, or enough have been printed.
static Task *next_sibling(struct dump *dump, Task *task) {
    bool enough = dump->lines >= LINES_MAX || dump->tasks >= TASKS_MAX ||
                  dump->shown[dump->depth] >= CHILDREN_MAX;
    if (enough && task->sibling_next) {
        tell_repeats(dump);
        fprintf(dump->out, "%*s... and %u more\n", indentation(dump->depth), "",
                children_after(task));
        dump->lines++;
    }
    return enough ? NULL : task->sibling_next;
}

// Up from the last child of a held scope: to the parent's next scope, or on upwards.
static Task *up_and_on(struct dump *dump, Task *task, Task *root) {
    while (task != root) {
        Task *sibling = next_sibling(dump, task);
        if (sibling) {
            return sibling;
        }
        Scope *scope = task->scope;
        Scope *outer = scope_from(dump, tarry__link_next(&scope->link));
        Task *parent = scope->parent;
        scope_release(scope);
        if (outer) {
            return outer->children;
        }
        dump->depth--;
        task = parent;
    }
    return NULL;
}

static void print_tree(struct dump *dump, Task *root) {
    Task *task = root;
    while (task) {
        bool deeper = print_task(dump, task) && dump->lines < LINES_MAX;
        dump->depth++;
        Scope *scope = deeper ? scope_from(dump, task->open) : NULL;
        if (scope) {
            task = scope->children;
        } else {
            dump->depth--;
            task = up_and_on(dump, task, root);
        }
    }
}

// Calls that wait for a thread may be why tasks wait.
static void print_pool(Runtime *runtime, FILE *out) {
    struct tarry_blocking_pool pool;
    if (tarry_blocking_pool(runtime, &pool) == 0 && pool.queued > 0) {
        fprintf(out, "  (%u blocking calls wait for one of %u threads; at most %u)\n", pool.queued,
                pool.threads, pool.threads_max);
    }
}

// Why the report says less than it might.
static void print_late_workers(struct dump *dump) {
    for (unsigned i = 1; i < dump->runtime->worker_count; i++) {
        struct tarry_worker *worker = &dump->runtime->workers[i];
        if (tarry__load(&worker->at_gate, seq_cst)) {
            continue;
        }
        const struct tarry_function *function = tarry__load(&worker->busy_with, relaxed);
        fprintf(dump->out, "  (worker %u did not stop in time", i);
        if (function) {
            fprintf(dump->out, ", for it runs %s (%s:%u)", function->name,
                    base_name(function->file), (unsigned)function->line);
        } else if (dump->runtime->report_busy == 0) {
            fprintf(dump->out, "; with TARRY_REPORT_BUSY=100 what it runs is named");
        }
        fprintf(dump->out, ". What it might start next is not looked into)\n");
    }
}

void tarry__dump(Runtime *runtime, FILE *out, const char *title) {
    struct dump dump = {.runtime = runtime, .out = out};
    dump.all_stopped = tarry__runtime_stop_world(runtime, patience_ns);
    fprintf(out, "%s\n", title);
    print_tree(&dump, runtime->root);
    tell_repeats(&dump);
    if (!dump.all_stopped) {
        print_late_workers(&dump);
    }
    print_pool(runtime, out);
    fflush(out);
    tarry__runtime_start_world(runtime);
}

// What stdio and snprintf do, neither a signal handler may nor a copy of a process.
static char *append(char *at, const char *end, const char *text) {
    while (*text && at < end) {
        *at++ = *text++;
    }
    return at;
}

static char *append_number(char *at, const char *end, uint32_t number) {
    char digits[11];
    char *first = &digits[sizeof digits - 1];
    *first = '\0';
    do {
        *--first = (char)('0' + number % 10);
    } while (number /= 10);
    return append(at, end, first);
}

static char *append_function(char *at, const char *end, const struct tarry_function *function) {
    at = append(at, end, function->name);
    at = append(at, end, " (");
    at = append(at, end, base_name(function->file));
    at = append(at, end, ":");
    at = append_number(at, end, function->line);
    return append(at, end, ")");
}

void tarry__dump_who_hangs(const struct tarry_worker *worker) {
    const Task *task = tarry__worker_running(worker);
    if (!task) {
        return;
    }
    char text[300];
    const char *end = text + sizeof text - 1;
    char *at = append(text, end, "tarry: no report: worker ");
    at = append_number(at, end, worker->index);
    at = append(at, end, " is busy with ");
    at = append_function(at, end, task->function);
    at = append(at, end, ", which does not come to an await");
    *at++ = '\n';
    (void)!tarry__system_write(2, text, (size_t)(at - text));
}

void tarry__dump_forked(const struct tarry_function *function) {
    char text[400];
    const char *end = text + sizeof text - 1;
    char *at = append(text, end, "tarry: process ");
    at = append_number(at, end, (uint32_t)tarry__system_process());
    at = append(at, end, " was made by fork in ");
    at = function ? append_function(at, end, function)
                  : append(at, end, "another thread of the runtime");
    at = append(at, end,
                " and goes on there as its parent does; it may only exec or _exit: the "
                "parent's threads are not in it, and the descriptors are the parent's");
    *at++ = '\n';
    (void)!tarry__system_write(2, text, (size_t)(at - text));
}

void tarry__dump_busy(unsigned worker_index, const struct tarry_function *function, int64_t ns) {
    fprintf(stderr,
            "tarry: worker %u has been running %s (%s:%u) for %lld ms without an await; who waits "
            "there for a timer or a descriptor waits for it too\n",
            worker_index, function->name, base_name(function->file), (unsigned)function->line,
            (long long)(ns / 1000000));
}
