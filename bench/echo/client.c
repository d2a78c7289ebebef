// Drives an echo server, and measures it: `client MODE CONNECTIONS SERVER [ARGUMENT...]` starts the
// server, which tells its port in a line "port N" on its standard output, and kills it at the end.
//
//   load   every connection sends a line of 64 bytes, waits until it is back, and sends the next one. `cpu`: the processor
//          time the server takes for a request, in nanoseconds, all its threads and its part of the kernel. If it is
//          bound to one processor the client goes there for that figure: they take turns, the client sends lines on all
//          connections, the server answers them all. So the server finds the same work whatever the client costs, nobody
//          sleeps and wakes in between, and no cache line travels. Then, from the client's own processor: `rate`,
//          thousands of requests a second; `p50`, `p99`, from sending a line to having it back, microseconds; `tail`,
//          p99 / p50.
//   idle   `unused`: how much memory the server has come to use for each connection that has sent
//          nothing yet, bytes; `used`: the same after each has sent a line and got it back.
//
// The client is one thread, with io_uring. With two workers there are three threads for two processors here, and a client
// that is never done would keep the worker it meets on one of them from its turn until the next tick of the kernel's
// clock, 4 ms, whichever server that is. On a machine of its own it would not; so then it offers its processor when it has sent.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <liburing.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../measure.h"

// A round is so many lines that came back, at most; the next ones are sent together at its end.
enum {
    LINE = 64,
    ROUND = 64,
    ROUND_MAX = 1024,
    SLICES = 25,
    ENTRIES = 2048,
    BUFFERS = 4096,
    BUCKETS = 4096
};

struct connection {
    int fd;
    int received;
    double sent_ns;
};

static pid_t server;
static char line[LINE];
static long counts[BUCKETS]; // of latencies, see bucket
static struct sockaddr_in address = {.sin_family = AF_INET};

static void fail(const char *what) {
    fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
    kill(server, SIGKILL);
    exit(1);
}

// ---- the server ----

static void start_server(char **arguments) {
    int output[2], port;
    if (pipe(output) < 0) {
        fail("pipe");
    }
    server = fork();
    if (server == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); // a client that was killed leaves none behind
        dup2(output[1], STDOUT_FILENO);
        close(output[0]);
        close(output[1]);
        execv(arguments[0], arguments);
        _exit(127);
    }
    close(output[1]);
    FILE *file = fdopen(output[0], "r");
    if (fscanf(file, "port %d", &port) != 1) {
        fail("the server tells no port");
    }
    address.sin_port = htons((uint16_t)port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

// Nanoseconds on a processor, of all its threads.
static double server_cpu_ns(void) {
    char path[300];
    double sum = 0;
    snprintf(path, sizeof path, "/proc/%d/task", server);
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        unsigned long long ns = 0;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", server, entry->d_name);
        FILE *file = entry->d_name[0] == '.' ? NULL : fopen(path, "r");
        if (file) {
            if (fscanf(file, "%llu", &ns) == 1) {
                sum += (double)ns;
            }
            fclose(file);
        }
    }
    if (folder) {
        closedir(folder);
    }
    return sum;
}

static double server_memory(void) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", server);
    return proc_bytes(path, "VmRSS");
}

// ---- connections ----

static int connect_one(void) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    if (fd < 0) {
        fail("socket");
    }
    while (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        if (errno != EINTR) {
            fail("connect");
        }
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

// One line to and fro, by itself.
static void exchange(struct connection *connection) {
    char buffer[LINE];
    int flags = fcntl(connection->fd, F_GETFL);
    fcntl(connection->fd, F_SETFL, flags & ~O_NONBLOCK);
    if (send(connection->fd, line, LINE, MSG_NOSIGNAL) != LINE) {
        fail("send");
    }
    if (recv(connection->fd, buffer, LINE, MSG_WAITALL) != LINE ||
        memcmp(buffer, line, LINE) != 0) {
        fail("what came back is wrong");
    }
}

// ---- latencies: 64 steps for each power of two ----

static int bucket(double ns) {
    uint64_t value = (uint64_t)ns | 64;
    int power = 63 - __builtin_clzll(value);
    int index = (power - 6) * 64 + (int)(value >> (power - 6)) - 64;
    return index < BUCKETS ? index : BUCKETS - 1;
}

static double bucket_ns(int index) {
    return (double)((uint64_t)(index % 64 + 64) << (index / 64));
}

static double percentile(double part) {
    long sum = 0, before = 0;
    for (int i = 0; i < BUCKETS; i++) {
        sum += counts[i];
    }
    for (int i = 0; i < BUCKETS; i++) {
        before += counts[i];
        if ((double)before >= part * (double)sum) {
            return bucket_ns(i);
        }
    }
    return 0;
}

// ---- the two measurements ----

static struct io_uring ring;
static struct io_uring_buf_ring *buffers; // which the kernel receives into: a line each
static char *memory;

static void give_back(unsigned buffer) {
    io_uring_buf_ring_add(buffers, memory + buffer * LINE, LINE, (unsigned short)buffer,
                          io_uring_buf_ring_mask(BUFFERS), 0);
    io_uring_buf_ring_advance(buffers, 1);
}

static void ring_new(void) {
    struct io_uring_params parameters = {
        .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE,
        .cq_entries = 4 * ENTRIES,
    };
    struct io_uring_buf_reg registration = {.ring_entries = BUFFERS};
    buffers = aligned_alloc(4096, BUFFERS * sizeof(struct io_uring_buf));
    memory = aligned_alloc(4096, BUFFERS * LINE);
    registration.ring_addr = (uintptr_t)buffers;
    errno = -io_uring_queue_init_params(ENTRIES, &ring, &parameters);
    if (errno || (errno = -io_uring_register_buf_ring(&ring, &registration, 0))) {
        fail("io_uring");
    }
    io_uring_buf_ring_init(buffers);
    for (unsigned i = 0; i < BUFFERS; i++) {
        give_back(i);
    }
}

static struct io_uring_sqe *request(void) {
    struct io_uring_sqe *sqe = io_uring_get_sqe(&ring);
    if (!sqe) {
        io_uring_submit(&ring);
        sqe = io_uring_get_sqe(&ring);
    }
    return sqe;
}

// Its end is only told if it fails, with user_data 0.
static void send_line(struct connection *connection, double now) {
    struct io_uring_sqe *sqe = request();
    connection->received = 0;
    connection->sent_ns = now;
    io_uring_prep_send(sqe, connection->fd, line, LINE, MSG_NOSIGNAL | MSG_WAITALL);
    io_uring_sqe_set_flags(sqe, IOSQE_CQE_SKIP_SUCCESS);
    io_uring_sqe_set_data(sqe, NULL);
}

static void receive(struct connection *connection) {
    struct io_uring_sqe *sqe = request();
    io_uring_prep_recv_multishot(sqe, connection->fd, NULL, 0, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    io_uring_sqe_set_data(sqe, connection);
}

// Whether the line is whole.
static bool received(struct connection *connection, const struct io_uring_cqe *cqe) {
    if (cqe->res > 0) {
        unsigned buffer = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
        if (connection->received + cqe->res > LINE ||
            memcmp(memory + buffer * LINE, line + connection->received, (size_t)cqe->res) != 0) {
            fail("what came back is wrong");
        }
        connection->received += cqe->res;
        give_back(buffer);
    } else if (cqe->res != -ENOBUFS) {
        errno = -cqe->res;
        fail("a connection ended");
    }
    if (!(cqe->flags & IORING_CQE_F_MORE)) {
        receive(connection);
    }
    return connection->received == LINE;
}

static bool shares_processor; // with a server of several threads

// Lines go to and fro until `until`, at least `together` of them at a time; returns how many came back.
static long load_until(double until, unsigned together) {
    long requests = 0;
    for (;;) {
        io_uring_submit_and_wait(&ring, together);
        double now = now_ns();
        if (now >= until) {
            return requests; // what is ready stays so
        }
        struct io_uring_cqe *cqes[ROUND_MAX];
        unsigned most = together > ROUND ? together : ROUND;
        unsigned ready = io_uring_peek_batch_cqe(&ring, cqes, most);
        for (unsigned i = 0; i < ready; i++) {
            struct connection *connection = io_uring_cqe_get_data(cqes[i]);
            if (!connection) {
                errno = -cqes[i]->res;
                fail("send");
            }
            if (received(connection, cqes[i])) {
                counts[bucket(now - connection->sent_ns)]++;
                requests++;
                send_line(connection, now);
            }
        }
        io_uring_cq_advance(&ring, ready);
        if (shares_processor) {
            io_uring_submit(&ring);
            sched_yield();
        }
    }
}

// The processor time of a request, lines of all connections, or many, being sent together: the median of many short times, so that
// it does not matter when others had the processor for a while.
static double cost(unsigned connections) {
    double times[SLICES];
    unsigned together = connections < ROUND_MAX ? connections : ROUND_MAX;
    load_until(now_ns() + 0.3e9, together);
    for (int i = 0; i < SLICES; i++) {
        double cpu = server_cpu_ns();
        long requests = load_until(now_ns() + 0.05e9, together);
        times[i] = (server_cpu_ns() - cpu) / (double)requests;
    }
    return median(times, SLICES);
}

static void measure_load(struct connection *connections, int count) {
    cpu_set_t own, servers;
    ring_new();
    for (int i = 0; i < count; i++) {
        receive(&connections[i]);
        send_line(&connections[i], now_ns());
    }
    sched_getaffinity(0, sizeof own, &own);
    sched_getaffinity(server, sizeof servers, &servers);
    bool takes_turns = CPU_COUNT(&servers) == 1;
    if (takes_turns) {
        sched_setaffinity(0, sizeof servers, &servers);
        report("cpu", cost((unsigned)count));
        sched_setaffinity(0, sizeof own, &own);
    }
    shares_processor = !takes_turns;
    load_until(now_ns() + 0.5e9, 1);
    memset(counts, 0, sizeof counts);
    double start = now_ns(), cpu = server_cpu_ns();
    long requests = load_until(start + 1.5e9, 1);
    cpu = server_cpu_ns() - cpu;
    double took = now_ns() - start;
    if (!takes_turns) {
        report("cpu", cpu / (double)requests);
    }
    report("rate", (double)requests / took * 1e6);
    report("p50", percentile(0.5) / 1e3);
    report("p99", percentile(0.99) / 1e3);
    report("tail", percentile(0.99) / percentile(0.5));
}

static void measure_idle(struct connection *connections, int count, double before) {
    exchange(&connections[count - 1]); // so the server has accepted them all
    report("unused", (server_memory() - before) / count);
    for (int i = 0; i < count; i++) {
        exchange(&connections[i]);
    }
    usleep(100000); // what it gives back for having got nothing more, it gives back now
    report("used", (server_memory() - before) / count);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: client load|idle CONNECTIONS SERVER [ARGUMENT...]\n");
        return 2;
    }
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    int count = atoi(argv[2]);
    struct connection *connections = calloc((size_t)count, sizeof *connections);
    memset(line, 'x', LINE - 1);
    line[LINE - 1] = '\n';
    start_server(argv + 3);
    connections[0].fd = connect_one(); // what the first one costs is not for each
    exchange(&connections[0]);
    double before = server_memory();
    for (int i = 1; i < count; i++) {
        connections[i].fd = connect_one();
    }
    if (strcmp(argv[1], "load") == 0) {
        measure_load(connections, count);
    } else {
        measure_idle(connections, count, before);
    }
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    free(connections);
    return 0;
}
