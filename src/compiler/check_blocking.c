// Calls that stop their whole thread, and with it every task that could run on it, until something
// happens outside. The list holds what waits for time, other processes and threads, the network and
// descriptors: what can last for ever. It does not hold what only computes, nor file access that is
// over in microseconds (open, stat, stdio on files), nor locks, which are held briefly (L40 sees to
// that).
#include "compiler/annotations.h"
#include "compiler/check.h"
#include "compiler/name.h"
#include "compiler/rules.h"
#include "compiler/warnings.h"

#include <string.h>

enum condition {
    ALWAYS,
    UNLESS_ZERO,            // the argument: a timeout
    IF_ZERO,                // the argument: flags one of which is "do not wait"
    UNLESS_DONTWAIT,        // the argument has MSG_DONTWAIT
    UNLESS_LOCK_NB,         // the argument has LOCK_NB or LOCK_UN
    IF_LOCK,                // the argument is F_LOCK
    IF_STDIN,               // the argument is stdin; of other streams one cannot tell
    UNLESS_STANDARD_OUTPUT, // the argument is 1 or 2, to which everybody prints
};

struct blocking_call {
    const char *name;
    const char *instead; // NULL: only `await blocking(...)`
    enum condition condition;
    unsigned argument;
};

static const char WAITS_IN_PIECES[] = ""; // it belongs to a longer blocking section

static const struct blocking_call calls[] = {
    // time
    {"sleep", "await tarry_sleep(TARRY_SEC(...))", ALWAYS, 0},
    {"usleep", "await tarry_sleep(TARRY_US(...))", ALWAYS, 0},
    {"nanosleep", "await tarry_sleep(TARRY_NS(...))", ALWAYS, 0},
    {"clock_nanosleep", "await tarry_sleep(TARRY_NS(...))", ALWAYS, 0},
    {"thrd_sleep", "await tarry_sleep(TARRY_NS(...))", ALWAYS, 0},

    // descriptors
    {"read", "await tarry_read(...)", ALWAYS, 0},
    {"write", "await tarry_write(...)", UNLESS_STANDARD_OUTPUT, 0},
    {"readv", NULL, ALWAYS, 0},
    {"writev", NULL, UNLESS_STANDARD_OUTPUT, 0},
    {"pread", NULL, ALWAYS, 0},
    {"pwrite", NULL, ALWAYS, 0},
    {"preadv", NULL, ALWAYS, 0},
    {"pwritev", NULL, ALWAYS, 0},
    {"sendfile", NULL, ALWAYS, 0},
    {"splice", NULL, ALWAYS, 0},
    {"tee", NULL, ALWAYS, 0},
    {"vmsplice", NULL, ALWAYS, 0},
    {"copy_file_range", NULL, ALWAYS, 0},
    {"tcdrain", NULL, ALWAYS, 0},
    {"poll", NULL, UNLESS_ZERO, 2},
    {"ppoll", NULL, ALWAYS, 0},
    {"select", NULL, ALWAYS, 0},
    {"pselect", NULL, ALWAYS, 0},
    {"epoll_wait", NULL, UNLESS_ZERO, 3},
    {"epoll_pwait", NULL, UNLESS_ZERO, 3},
    {"epoll_pwait2", NULL, ALWAYS, 0},
    {"fsync", NULL, ALWAYS, 0},
    {"fdatasync", NULL, ALWAYS, 0},
    {"syncfs", NULL, ALWAYS, 0},
    {"sync", NULL, ALWAYS, 0},
    {"flock", NULL, UNLESS_LOCK_NB, 1},
    {"lockf", NULL, IF_LOCK, 1},
    {"aio_suspend", NULL, ALWAYS, 0},

    // sockets and names
    {"accept", "await tarry_accept(...)", ALWAYS, 0},
    {"accept4", "await tarry_accept(...)", ALWAYS, 0},
    {"connect", "await tarry_connect(...)", ALWAYS, 0},
    {"recv", "await tarry_read(...)", UNLESS_DONTWAIT, 3},
    {"recvfrom", NULL, UNLESS_DONTWAIT, 3},
    {"recvmsg", NULL, UNLESS_DONTWAIT, 2},
    {"recvmmsg", NULL, UNLESS_DONTWAIT, 3},
    {"send", "await tarry_write(...)", UNLESS_DONTWAIT, 3},
    {"sendto", NULL, UNLESS_DONTWAIT, 3},
    {"sendmsg", NULL, UNLESS_DONTWAIT, 2},
    {"sendmmsg", NULL, UNLESS_DONTWAIT, 3},
    {"getaddrinfo", NULL, ALWAYS, 0},
    {"getnameinfo", NULL, ALWAYS, 0},
    {"gethostbyname", NULL, ALWAYS, 0},
    {"gethostbyname2", NULL, ALWAYS, 0},
    {"gethostbyname_r", NULL, ALWAYS, 0},
    {"gethostbyname2_r", NULL, ALWAYS, 0},
    {"gethostbyaddr", NULL, ALWAYS, 0},
    {"gethostbyaddr_r", NULL, ALWAYS, 0},
    {"res_query", NULL, ALWAYS, 0},
    {"res_search", NULL, ALWAYS, 0},

    // processes and signals
    {"system", NULL, ALWAYS, 0},
    {"wait", NULL, ALWAYS, 0},
    {"waitpid", NULL, IF_ZERO, 2},
    {"wait3", NULL, IF_ZERO, 1},
    {"wait4", NULL, IF_ZERO, 2},
    {"pclose", NULL, ALWAYS, 0},
    {"pause", NULL, ALWAYS, 0},
    {"sigsuspend", NULL, ALWAYS, 0},
    {"sigpause", NULL, ALWAYS, 0},
    {"sigwait", NULL, ALWAYS, 0},
    {"sigwaitinfo", NULL, ALWAYS, 0},
    {"sigtimedwait", NULL, ALWAYS, 0},
    {"msgrcv", NULL, ALWAYS, 0},
    {"msgsnd", NULL, ALWAYS, 0},
    {"semop", NULL, ALWAYS, 0},
    {"semtimedop", NULL, ALWAYS, 0},
    {"mq_receive", NULL, ALWAYS, 0},
    {"mq_timedreceive", NULL, ALWAYS, 0},
    {"mq_send", NULL, ALWAYS, 0},
    {"mq_timedsend", NULL, ALWAYS, 0},

    // threads
    {"pthread_join", NULL, ALWAYS, 0},
    {"pthread_timedjoin_np", NULL, ALWAYS, 0},
    {"pthread_clockjoin_np", NULL, ALWAYS, 0},
    {"thrd_join", NULL, ALWAYS, 0},
    {"pthread_barrier_wait", NULL, ALWAYS, 0},
    {"pthread_cond_wait", WAITS_IN_PIECES, ALWAYS, 0},
    {"pthread_cond_timedwait", WAITS_IN_PIECES, ALWAYS, 0},
    {"pthread_cond_clockwait", WAITS_IN_PIECES, ALWAYS, 0},
    {"cnd_wait", WAITS_IN_PIECES, ALWAYS, 0},
    {"cnd_timedwait", WAITS_IN_PIECES, ALWAYS, 0},
    {"sem_wait", NULL, ALWAYS, 0},
    {"sem_timedwait", NULL, ALWAYS, 0},
    {"sem_clockwait", NULL, ALWAYS, 0},

    // standard input
    {"getchar", NULL, ALWAYS, 0},
    {"gets", NULL, ALWAYS, 0},
    {"scanf", NULL, ALWAYS, 0},
    {"vscanf", NULL, ALWAYS, 0},
    {"getpass", NULL, ALWAYS, 0},
    {"fgetc", NULL, IF_STDIN, 0},
    {"getc", NULL, IF_STDIN, 0},
    {"fgets", NULL, IF_STDIN, 2},
    {"fscanf", NULL, IF_STDIN, 0},
    {"fread", NULL, IF_STDIN, 3},
    {"getline", NULL, IF_STDIN, 2},
    {"getdelim", NULL, IF_STDIN, 3},
};

static const struct blocking_call *find_call(const char *name) {
    static const char LARGE[] = "64"; // glibc's macros for large files: pread64
    size_t length = strlen(name);
    if (length > 2 && strcmp(name + length - 2, LARGE) == 0) {
        length -= 2;
    }
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (strncmp(calls[i].name, name, length) == 0 && calls[i].name[length] == '\0') {
            return &calls[i];
        }
    }
    return NULL;
}

// ---- may this call wait? ----

// Whether one of the flags stands in the expression, by its name or its value.
static bool has_flag(const struct compilation *c, const struct node *node, const char *name,
                     long long bits) {
    for (uint32_t i = node->first; i < node->end; i++) {
        const struct token *token = token_at(c, i);
        struct node number = {.kind = NODE_CONSTANT, .first = i, .end = i + 1};
        long long value;
        if ((token->kind == TOKEN_IDENTIFIER && token_is_spelled(c, i, name)) ||
            (check_number(c, &number, &value) && (value & bits) != 0)) {
            return true;
        }
    }
    return false;
}

static bool may_wait(const struct compilation *c, const struct blocking_call *blocking,
                     const struct node *call) {
    if (blocking->condition == ALWAYS) {
        return true;
    }
    if (blocking->argument + 1 >= call->child_count) {
        return false; // not the function we know
    }
    const struct node *argument = call->children[blocking->argument + 1];
    long long number;
    bool is_number = check_number(c, argument, &number);
    switch (blocking->condition) {
    case UNLESS_ZERO:
        return !is_number || number != 0;
    case IF_ZERO:
        return is_number && number == 0;
    case UNLESS_DONTWAIT:
        return !has_flag(c, argument, "MSG_DONTWAIT", 0x40);
    case UNLESS_LOCK_NB:
        return !has_flag(c, argument, "LOCK_NB", 4 | 8);
    case IF_LOCK:
        return is_number && number == 1;
    case IF_STDIN:
        argument = check_strip_parens(argument);
        return argument->kind == NODE_IDENTIFIER && token_is_spelled(c, argument->first, "stdin");
    case UNLESS_STANDARD_OUTPUT:
        return !is_number || (number != 1 && number != 2);
    default:
        return true;
    }
}

// ---- what the program says of it ----

static bool is_marked(const char *name) {
    const struct name_facts *facts = name_of(name)->facts;
    const struct function_mark *mark = facts != NULL ? facts->marks : NULL;
    while (mark != NULL && mark->kind != MARK_BLOCKS) {
        mark = mark->next;
    }
    return mark != NULL;
}

// 1: -Wtarry-blocking=name, -1: -Wno-tarry-blocking=name, 0: neither. The last one counts.
static int named_by_option(const struct compilation *c, const char *name) {
    int named = 0;
    const struct warning_name *option = c->warnings != NULL ? c->warnings->blocking : NULL;
    for (; option != NULL; option = option->next) {
        if (strcmp(option->name, name) == 0) {
            named = option->blocks ? 1 : -1;
        }
    }
    return named;
}

static void hint_instead(struct compilation *c, const char *name, const char *instead) {
    if (instead == WAITS_IN_PIECES) {
        hint(c, "move what holds the lock, waits and unlocks it into a plain function f, and write "
                "`await blocking(f(...))`");
    } else if (instead != NULL && strstr(instead, "sleep") != NULL) {
        hint(c, "write `%s`", instead);
    } else if (instead != NULL) {
        hint(c, "write `%s`, or `await blocking(%s(...))`", instead, name);
    } else {
        hint(c, "write `await blocking(%s(...))`", name);
    }
}

static void report(struct compilation *c, const struct node *call, const char *name,
                   const char *instead) {
    warning_at(c, call->first, RULE_BLOCKING,
               "`%s` blocks the whole worker thread, and with it every task that could run there",
               name);
    hint_instead(c, name, instead);
}

bool check_hint_blocking(struct compilation *c, const char *name) {
    const struct blocking_call *blocking = find_call(name);
    if (blocking == NULL || !check_is_library(c, name)) {
        return false;
    }
    hint_instead(c, name, blocking->instead);
    return true;
}

static void check_call(struct compilation *c, const struct node *call) {
    const char *name = check_called_name(c, call);
    if (name == NULL) {
        return;
    }
    int named = named_by_option(c, name);
    const struct blocking_call *blocking = find_call(name);
    if (named > 0 || (named == 0 && is_marked(name))) {
        report(c, call, name, NULL);
    } else if (named == 0 && blocking != NULL && check_is_library(c, name) &&
               may_wait(c, blocking, call)) {
        report(c, call, name, blocking->instead);
    }
}

static void visit(struct compilation *c, const struct node *node) {
    if (check_is_unevaluated(node)) {
        return;
    }
    if (node->kind == NODE_CALL) {
        check_call(c, node);
    }
    // What is awaited is on the pool, or async, or refused already; not so its arguments.
    const struct node *parent = node;
    while (parent->kind == NODE_AWAIT || parent->kind == NODE_BLOCKING) {
        parent = check_strip_parens(parent->children[0]);
    }
    for (uint32_t i = 0; i < parent->child_count; i++) {
        if (parent->children[i] != NULL && !(i == 0 && parent->kind == NODE_GENERIC)) {
            visit(c, parent->children[i]);
        }
    }
}

void check_blocking(struct compilation *c, struct node *function) {
    visit(c, function->children[2]);
}
