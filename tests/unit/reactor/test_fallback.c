// Faults 3, 9, 10, 11. Where io_uring is refused the choice falls on epoll; where it is asked for the refusal is returned;
// epoll makes no io_uring call; without descriptors there is an error, and nothing left behind.
#include "support.h"

#include "base/memory.h"
#include "base/system.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

// Every io_uring call returns -`error`; 0: kills.
static void refuse_io_uring(int first, unsigned error) {
    unsigned action = error ? SECCOMP_RET_ERRNO | error : SECCOMP_RET_KILL_PROCESS;
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, (unsigned)first, 0, 2),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, SYS_io_uring_register, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, action),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    CHECK_EQUAL(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
    CHECK_EQUAL(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

static int open_descriptors(void) {
    int count = 0;
    for (int fd = 0; fd < 256; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

static void works(struct tarry__reactor *reactor) {
    int ends[2];
    char byte;
    struct counted one;
    CHECK_EQUAL(pipe(ends), 0);
    submit(reactor, &one, TARRY__OP_READ, ends[0], &byte, 1);
    tarry__reactor_wait(reactor, 0);
    CHECK_EQUAL(write(ends[1], "w", 1), 1);
    CHECK_EQUAL(finish(reactor, &one), 1);
    close(ends[0]);
    close(ends[1]);
}

static void falls_back(int first, unsigned error) {
    struct tarry__descriptors descriptors;
    struct tarry__reactor reactor;
    refuse_io_uring(first, error);
    int before = open_descriptors();
    CHECK_EQUAL(tarry__descriptors_init(&descriptors), 0);
    CHECK_EQUAL(tarry__reactor_init(&reactor, TARRY__REACTOR_AUTO, &descriptors), 0);
    CHECK_EQUAL(tarry__reactor_kind(&reactor), TARRY__REACTOR_EPOLL);
    works(&reactor);
    tarry__reactor_destroy(&reactor);
    int asked = tarry__reactor_init(&reactor, TARRY__REACTOR_URING, &descriptors);
    CHECK(asked == -(int)error || asked == -ENOSYS);
    tarry__reactor_destroy(&reactor);
    tarry__descriptors_destroy(&descriptors);
    CHECK_EQUAL(open_descriptors(), before);
}

static void setup_eperm(void) {
    falls_back(SYS_io_uring_setup, EPERM);
}

static void setup_enosys(void) {
    falls_back(SYS_io_uring_setup, ENOSYS);
}

static void enter_eperm(void) {
    falls_back(SYS_io_uring_enter, EPERM);
}

static void register_eperm(void) {
    falls_back(SYS_io_uring_register, EPERM);
}

static void epoll_only(void) {
    struct tarry__descriptors descriptors;
    struct tarry__reactor reactor;
    refuse_io_uring(SYS_io_uring_setup, 0);
    CHECK_EQUAL(tarry__descriptors_init(&descriptors), 0);
    CHECK_EQUAL(tarry__reactor_init(&reactor, TARRY__REACTOR_EPOLL, &descriptors), 0);
    works(&reactor);
    tarry__reactor_destroy(&reactor);
    tarry__descriptors_destroy(&descriptors);
}

static void no_lockable_memory(void) {
    struct rlimit none = {0, 0};
    struct tarry__descriptors descriptors;
    struct tarry__reactor reactor;
    CHECK_EQUAL(setrlimit(RLIMIT_MEMLOCK, &none), 0);
    CHECK_EQUAL(tarry__descriptors_init(&descriptors), 0);
    CHECK_EQUAL(tarry__reactor_init(&reactor, TARRY__REACTOR_AUTO, &descriptors), 0);
    works(&reactor);
    tarry__reactor_destroy(&reactor);
    tarry__descriptors_destroy(&descriptors);
}

// With 0, 1, 2, ... descriptors left: an error, or a reactor, and never one lost.
static void no_descriptors(void) {
    int before = open_descriptors();
    bool made = false;
    for (unsigned extra = 0; !made; extra++) {
        struct tarry__descriptors descriptors;
        struct tarry__reactor reactor;
        struct rlimit limit = {(rlim_t)before + extra, 256};
        CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &limit), 0);
        int error = tarry__descriptors_init(&descriptors);
        if (!error) {
            error = tarry__reactor_init(&reactor, wanted_kind(), &descriptors);
            made = !error;
            if (made) {
                tarry__reactor_destroy(&reactor);
            }
            tarry__descriptors_destroy(&descriptors);
        }
        CHECK(error == 0 || error == -EMFILE);
        CHECK_EQUAL(open_descriptors(), before);
        CHECK(extra < 10);
    }
}

static unsigned allocations_left;

static bool fail_when_none_left(size_t size) {
    (void)size;
    return allocations_left == 0 || allocations_left-- == 0;
}

static void no_memory(void) {
    int before = open_descriptors();
    tarry__memory_fault_set(fail_when_none_left);
    bool made = false;
    for (unsigned allowed = 0; !made; allowed++) {
        struct tarry__descriptors descriptors;
        struct tarry__reactor reactor;
        allocations_left = allowed;
        int error = tarry__descriptors_init(&descriptors);
        if (!error) {
            error = tarry__reactor_init(&reactor, wanted_kind(), &descriptors);
            made = !error;
            if (made) {
                works(&reactor);
                tarry__reactor_destroy(&reactor);
            }
            tarry__descriptors_destroy(&descriptors);
        }
        CHECK(error == 0 || error == -ENOMEM);
        CHECK_EQUAL(open_descriptors(), before);
        CHECK(allowed < 10);
    }
}

// The ring is bound to a thread; a reactor is not.
static void adopted(void) {
    struct tarry__descriptors descriptors;
    struct tarry__reactor reactor;
    CHECK_EQUAL(tarry__descriptors_init(&descriptors), 0);
    CHECK_EQUAL(tarry__reactor_init(&reactor, wanted_kind(), &descriptors), 0);
    works(&reactor);
    CHECK_EQUAL(tarry__reactor_adopt(&reactor), 0);
    works(&reactor);
    tarry__reactor_destroy(&reactor);
    tarry__descriptors_destroy(&descriptors);
}

static void run(const char *name, void (*test)(void)) {
    pid_t child = fork();
    if (child == 0) {
        test();
        _exit(0);
    }
    int status;
    CHECK_EQUAL(waitpid(child, &status, 0), child);
    if (status != 0) {
        fprintf(stderr, "%s: status %d\n", name, status);
        exit(1);
    }
}

int main(void) {
    run("setup_eperm", setup_eperm);
    run("setup_enosys", setup_enosys);
    run("enter_eperm", enter_eperm);
    run("register_eperm", register_eperm);
    run("epoll_only", epoll_only);
    run("no_lockable_memory", no_lockable_memory);
    run("no_descriptors", no_descriptors);
    run("no_memory", no_memory);
    run("adopted", adopted);
    return 0;
}
