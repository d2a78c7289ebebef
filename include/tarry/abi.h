// The contract between generated code, hand-written futures and libtarry. docs/abi.md explains it with examples.
//
// An async function `T f(P p)` is, at run time, three things:
//
//   struct f__future     its frame: `T result` first (absent for void), then `unsigned short state`, then the parameters
//                        in order under their own names, then whatever else it keeps across awaits.
//   f__poll              runs it from where it stopped: true when `result` is there, false when the task has to wait.
//   f__function          its descriptor: what a caller that cannot see the layout, the runtime and debuggers need.
//
// To call it: set state to 0, write the parameters, then poll until true. A started future is always polled to its end.
// Who sees `struct f__future` complete embeds it (one allocation a task, direct calls). Who sees only the prototype uses
// `struct f__head` (the same first members) in a separate frame that tarry__frame_new takes from the worker's slab.
//
// Suspended inside nested embedded futures, a task is resumed by polling its innermost *separate* frame, whose dispatch
// leads down to the wait. A poll that returned false after tarry__frame_enter has not to wait but to run that frame.
#ifndef TARRY_ABI_H
#define TARRY_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TARRY_ABI_VERSION 2

struct tarry_task;
struct tarry_worker;
struct tarry_scope;
struct tarry_scope_options;
struct tarry_scope_link;
struct tarry_within;
struct tarry_race;
struct tarry_arm;
struct tarry_context;
struct tarry__admission__future;

// What an await in a descriptor's table waits for.
enum tarry_await_kind {
    TARRY_AWAIT_EMBEDDED = 0, // the callee's future lies in this one, at child_offset
    TARRY_AWAIT_BOXED = 1,    // the callee has a separate frame; a pointer to its future lies at child_offset. Called through
                              // a pointer, `callee` is NULL: the frame in front of the future knows
    TARRY_AWAIT_JOIN = 2,     // the end of a scope; its struct tarry_scope lies at child_offset
    TARRY_AWAIT_RACE = 3,     // the end of a race; its struct tarry_race lies at child_offset
};

// One suspension point. awaits[k - 1] of a descriptor describes the future's state k.
struct tarry_await {
    uint32_t line;
    uint32_t child_offset;
    const struct tarry_function *callee; // NULL for TARRY_AWAIT_JOIN and TARRY_AWAIT_RACE
    uint32_t kind;                       // enum tarry_await_kind
};

enum {
    TARRY_FUNCTION_RESULT_SIGNED = 1, // the result is a signed integer: < 0 is an error, -ENOMEM can be stored in it
    TARRY_FUNCTION_LEAF = 2,          // hand-written: `awaits` is empty whatever the state
};

// The descriptor. Read-only, one for each async function, named f__function, of f's own linkage.
struct tarry_function {
    const char *name;
    const char *file;
    bool (*poll)(void *future, struct tarry_context *cx); // NULL: only who embeds the future polls it, in the same file
    uint32_t size;         // of the future, in bytes
    uint32_t alignment;    // of the future
    uint32_t result_size;  // 0 for void; the result is at offset 0
    uint32_t state_offset; // of `unsigned short state`
    uint32_t line;         // of the definition
    uint16_t flags;        // TARRY_FUNCTION_*
    uint16_t await_count;
    const struct tarry_await *awaits;
    // How much room a task needs for the separate frames below this function: 0 until the runtime has
    // worked it out. NULL: none is needed.
    uint32_t *room;
};

// A separate frame's header; its future follows, aligned. `parent` is the frame that awaits it, NULL for the task's own.
struct tarry_frame {
    const struct tarry_function *function;
    struct tarry_frame *parent;
};

// What a call through a pointer to async functions starts, if it is no await: a child of a scope, whose result goes to
// `result` (NULL: nowhere), or an arm of a race.
struct tarry_calling {
    struct tarry_scope *scope;
    volatile void *result;
    struct tarry_arm *arm;
};

// What a poll function is given: who is running, and where. Valid during the poll only.
struct tarry_context {
    struct tarry_task *task;
    struct tarry_worker *worker;
    struct tarry_frame *frame;   // the separate frame being polled; NULL: the task's own future
    struct tarry_frame *entered; // set by tarry__frame_enter: poll this one next
    int budget;                  // waits that may still be ready at once before the task must yield; < 0: so many did not
    struct tarry_calling *calling; // set around a call through a pointer; NULL: an await, which gets a separate frame
    // The place that the next tarry__spawn_new takes: set by generated code behind an `await spawn`'s wait. NULL: none.
    struct tarry__admission__future *admission;
    unsigned races;              // how many races lie around what is polled, one in another; in one, frames are no stack
    uintptr_t stack_limit;       // down to where calls may go on the C stack, instead of in frames that are entered
    uintptr_t task_end;          // where the task's block ends; 0 until somebody asked
    bool woken;                  // the task has to be polled again, though nobody else wakes it
    uintptr_t frames_end;        // where the block ends in which `frame` lies with others, behind each other; 0: not known, or none
    uint32_t frames_size;        // of the block of frames made last
    uint32_t calls;              // of poll functions of separate frames, ever; some of them take one from the budget
};

// ---- called by generated code only ----

// tarry__frame_new makes a separate frame for `function`, in the room behind the task's future or else from the slab, and
// returns its future, uninitialised; NULL if there is no memory. _apart: where it does not lie behind cx->frame.
void *tarry__frame_new_apart(struct tarry_context *cx, const struct tarry_function *function);
// tarry__frame_free gives the frame of an ended future back. `function` may be NULL.
void tarry__frame_free_apart(struct tarry_context *cx, void *future, const struct tarry_function *function);

// In a block of several frames they begin at multiples of this.
enum { TARRY__FRAME_STEP = 8 };

// Where the next frame begins that lies behind this one.
static inline struct tarry_frame *tarry__frame_behind(struct tarry_frame *frame) {
    uintptr_t end = (uintptr_t)(frame + 1) + frame->function->size;
    return (struct tarry_frame *)((end + TARRY__FRAME_STEP - 1) & ~(uintptr_t)(TARRY__FRAME_STEP - 1));
}

static inline void *tarry__frame_new(struct tarry_context *cx, const struct tarry_function *function) {
    if (cx->frames_end && function->alignment <= TARRY__FRAME_STEP) {
        struct tarry_frame *next = tarry__frame_behind(cx->frame);
        if ((uintptr_t)(next + 1) + function->size <= cx->frames_end) {
            next->function = function;
            next->parent = NULL;
            return next + 1;
        }
    }
    return tarry__frame_new_apart(cx, function);
}

static inline void tarry__frame_free(struct tarry_context *cx, void *future, const struct tarry_function *function) {
    if (!cx->frames_end || tarry__frame_behind(cx->frame) != (struct tarry_frame *)future - 1) {
        tarry__frame_free_apart(cx, future, function);
    }
}
// tarry__frame_enter makes `future` (from tarry__frame_new, arguments written, state 0) the frame to poll next. The caller
// sets its own state and returns false; it is polled again when the future has ended.
void tarry__frame_enter(struct tarry_context *cx, void *future);

// tarry__stack_is_low tells whether calls have gone as deep on the C stack as they may. Code that is not optimised is for
// debuggers, which follow frames that are entered from step to step, and needs much more of the stack: there it always is.
static inline bool tarry__stack_is_low(const struct tarry_context *cx) {
    uintptr_t here;
#ifndef __OPTIMIZE__
    here = 0;
#elif defined __x86_64__ && defined __LP64__
    __asm__("movq %%rsp, %0" : "=r"(here));
#elif defined __aarch64__ && defined __LP64__
    __asm__("mov %0, sp" : "=r"(here));
#else
    here = (uintptr_t)__builtin_frame_address(0);
#endif
    return __builtin_expect(here < cx->stack_limit, 0);
}

// A future larger than this is never on the C stack: what looks at the stack's depth looks before the future is there.
enum { TARRY__DIRECT_SIZE_MAX = 8192 };

// Calls are cheaper than waits, and who yields in the midst of a recursion has to find its blocks of frames again: each
// eighth call takes one from the budget, so that a task of nothing but calls lets others run too.
static inline bool tarry__call_spends(struct tarry_context *cx) {
    return ++cx->calls % 8 != 0 || cx->budget-- > 0;
}

// tarry__frame_poll polls such a future at once, by a call, where the stack and the budget allow it: true if it has ended. Else as
// after tarry__frame_enter: the caller sets its state and returns false. `function` is the future's.
static inline bool tarry__frame_poll(struct tarry_context *cx, void *future, const struct tarry_function *function) {
    struct tarry_frame *frame = (struct tarry_frame *)future - 1;
    if (tarry__stack_is_low(cx) || !tarry__call_spends(cx)) {
        tarry__frame_enter(cx, future);
        return false;
    }
    frame->parent = cx->frame;
    cx->frame = frame;
    if (!function->poll(future, cx)) {
        return false;
    }
    cx->frame = frame->parent;
    return true;
}
// A pointer to async functions, `async T (*p)(P)`, is an ordinary pointer to f__call, `T f__call(struct tarry_context *, P)`,
// which is made wherever the name of f is used as a value. It calls tarry__call_new for a future, writes state and
// arguments, and calls tarry__call_enter. For an await that leaves the frame in cx->entered; NULL: there was no memory, and
// *result, which f__call returns, says so. Otherwise what f__call returns means nothing.
void *tarry__call_new(struct tarry_context *cx, const struct tarry_function *function, void *result);
void tarry__call_enter(struct tarry_context *cx, void *future);

// tarry__deep_call runs a function that cannot wait to its end, in frames, where the stack is low. `call` is its head, the
// first `size` bytes of its future, with the arguments and state 0; the result goes there.
void tarry__deep_call(struct tarry_context *cx, const struct tarry_function *function, void *call, size_t size);

// tarry__call_poll polls what f__call left in cx->entered, as tarry__frame_poll does.
static inline bool tarry__call_poll(struct tarry_context *cx) {
    struct tarry_frame *frame = cx->entered;
    if (tarry__stack_is_low(cx) || !tarry__call_spends(cx)) {
        return false;
    }
    cx->entered = NULL;
    cx->frame = frame;
    if (!frame->function->poll(frame + 1, cx)) {
        return false;
    }
    cx->frame = frame->parent;
    return true;
}

// tarry__no_memory records that an awaited frame found no memory: -ENOMEM goes into `result` when it is a signed integer,
// zeros otherwise, and into the `error` of the scope the task belongs to, so that it is never silent. `result` is NULL when
// the caller does not use it.
void tarry__no_memory(struct tarry_context *cx, void *result, const struct tarry_function *function);

enum tarry_scope_kind {
    TARRY_CONCURRENT = 0,
    TARRY_PARALLEL = 1,
    // A bit to be added: the block lets others have the scope's address, so tarry_next may be called, and children that
    // have ended are kept for it.
    TARRY_SCOPE_COLLECTS = 128,
};

// tarry__scope_open initialises *scope as the innermost open scope of the running task.
void tarry__scope_open(struct tarry_context *cx, struct tarry_scope *scope, enum tarry_scope_kind kind,
                       const struct tarry_scope_options *options);
// tarry__scope_join is polled at a scope's end: false while children live; true when all have ended, the scope is closed
// then. A task cancelled from outside while it waits here cancels the children and goes on waiting.
bool tarry__scope_join(struct tarry_context *cx, struct tarry_scope *scope);

// tarry__spawn_new makes a child task of `scope` for `function` and returns its future for the caller to write state and
// arguments; `result`, if not NULL, is where the result goes when the child ends (the user's variable may be volatile). NULL
// if there is no memory (-ENOMEM), the limit is reached (-EAGAIN) or the scope is another worker's (-EXDEV): scope->error and
// (signed integer) *result say so; or the wait for room was cancelled: *result is -ECANCELED.
void *tarry__spawn_new(struct tarry_context *cx, struct tarry_scope *scope, const struct tarry_function *function,
                       volatile void *result);
// tarry__spawn makes the child whose future this is runnable.
void tarry__spawn(struct tarry_context *cx, struct tarry_scope *scope, void *future);

// A task that waits in a scope's list, for room or for a child to end. Private; lies in the future of the wait.
struct tarry_scope_waiter {
    struct tarry_scope_waiter *next, *previous;
    struct tarry_task *task;
    void *given;
    uint8_t phase;
};

// `await spawn (s) x = f(1);` waits for room first: a leaf like any other, whose arguments are `scope` and `has_result`. Then
// cx->admission is set to it, and tarry__spawn_new called at once, in the same poll, whatever the result: 0 when there is a
// place for one child, else the error that keeps it from being started.
struct tarry__admission__future {
    int result;
    unsigned short state;
    bool has_result; // the child will have an lvalue
    struct tarry_scope *scope;
    struct tarry_scope_waiter waiter;
};
bool tarry__admission__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry__admission__function;

// What `await blocking(f(x))` keeps of a call on the blocking pool, in the future that tarrycc makes of it: that has the result
// first, as any other, then `unsigned short state`, this, and what f is called with. Private.
struct tarry_blocking {
    uint64_t space[12];
};

// tarry__blocking_poll polls such a future. `call` calls f and stores the result; it runs on a thread of the pool, once, with
// the errno of the first poll, and the errno it leaves is the caller's when this returns true. A call that cannot be started
// (-EAGAIN), or is cancelled before it was (-ECANCELED), gives that error, or zeros, and errno says so too; cancelled later it
// is waited for.
bool tarry__blocking_poll(struct tarry_context *cx, struct tarry_blocking *blocking, void *future,
                          const struct tarry_function *function, void (*call)(void *future));

// Deferred statements that await run inside a shield: cancellation from outside does not reach their awaits.
void tarry__shield_enter(struct tarry_context *cx, struct tarry_scope_link *shield);
void tarry__shield_leave(struct tarry_context *cx, struct tarry_scope_link *shield);

// within (duration): tarry__within_enter opens *within, in the caller's frame, for `duration` nanoseconds from now; 0 and
// less: expired at once; INT64_MAX: never. tarry__within_leave closes it, however the block is left, and tells whether a
// wait in it, or in a child of a scope in it, was refused because of this deadline.
void tarry__within_enter(struct tarry_context *cx, struct tarry_within *within, int64_t duration);
bool tarry__within_leave(struct tarry_context *cx, struct tarry_within *within);

// race: the arms' futures have their arguments and state 0, each arm its `function` and `future`; those with a separate
// frame, from tarry__arm_new, also `boxed` and `result`, where the result goes (NULL: nowhere), and a NULL `future` if there
// was no memory. tarry__race_begin starts none of them yet: tarry__race_poll is polled until all that were started have
// ended; then race->winner is the index of the first that did, and every result is in its place.
void *tarry__arm_new(struct tarry_context *cx, const struct tarry_function *function);
void tarry__race_begin(struct tarry_context *cx, struct tarry_race *race, struct tarry_arm *arms, unsigned count, bool fair);
bool tarry__race_poll(struct tarry_context *cx, struct tarry_race *race);

// tarry__main runs an async main: the body of the `int main` tarrycc generates. `future` has its arguments written; it is
// copied. Returns the exit status.
int tarry__main(const struct tarry_function *function, void *future);

// tarry__plain_call runs an async function to its end on the calling thread: the body of the ordinary C symbol f, which
// tarrycc makes for each extern async function f, so that C compiled without tarrycc can call it. The first `size` bytes of
// `future` have its arguments written and are copied; the result is written to *result, which is all zero (NULL: void). When
// there is no running it (no memory, no descriptors left), -errno goes there if it is a signed integer, and into errno.
void tarry__plain_call(const struct tarry_function *function, const void *future, size_t size, void *result);

#ifdef __cplusplus
}
#endif
#endif
