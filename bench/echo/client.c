// Drives an echo server, and measures it: `client MODE CONNECTIONS SERVER [ARGUMENT...]` starts the
// server, which tells its port in a line "port N" on its standard output, and kills it at the end.
//
//   load   every connection sends a line of 64 bytes, waits until it is back, and sends the next one.
//          After a second to warm up, for two seconds: `cpu`, the processor time the server takes for
//          a request, in nanoseconds, all its threads and its part of the kernel; `rate`, thousands of
//          requests a second; `p50`, `p99`, from sending a line to having it back, microseconds; `tail`,
//          p99 / p50.
//   idle   `unused`: how much memory the server has come to use for each connection that has sent
//          nothing yet, bytes; `used`: the same after each has sent a line and got it back.
//
// The client is one thread with epoll; `run` gives it a processor the server does not use.
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "../measure.h"

enum { LINE = 64, EVENTS = 256, BUCKETS = 4096 };

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

static void send_line(struct connection *connection) {
    connection->received = 0;
    connection->sent_ns = now_ns();
    if (send(connection->fd, line, LINE, MSG_NOSIGNAL) != LINE) {
        fail("send");
    }
}

// Whether the line is whole.
static bool receive(struct connection *connection) {
    char buffer[LINE];
    ssize_t size = recv(connection->fd, buffer, (size_t)(LINE - connection->received), 0);
    if (size < 0 && errno == EAGAIN) {
        return false;
    }
    if (size <= 0 || memcmp(buffer, line + connection->received, (size_t)size) != 0) {
        fail("what came back is wrong");
    }
    connection->received += (int)size;
    return connection->received == LINE;
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

// Lines go to and fro until `until`; returns how many came back.
static long load_until(int epoll, double until) {
    struct epoll_event events[EVENTS];
    long requests = 0;
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, 1000);
        double now = now_ns();
        if (now >= until) {
            return requests; // what is ready stays so
        }
        if (ready <= 0 && errno != EINTR) {
            fail("nothing comes back");
        }
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (receive(connection)) {
                counts[bucket(now_ns() - connection->sent_ns)]++;
                requests++;
                send_line(connection);
            }
        }
    }
}

static void measure_load(struct connection *connections, int count) {
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &connections[i]};
        epoll_ctl(epoll, EPOLL_CTL_ADD, connections[i].fd, &event);
    }
    for (int i = 0; i < count; i++) {
        send_line(&connections[i]);
    }
    load_until(epoll, now_ns() + 1e9);
    memset(counts, 0, sizeof counts);
    double start = now_ns(), cpu = server_cpu_ns();
    long requests = load_until(epoll, start + 2e9);
    cpu = server_cpu_ns() - cpu;
    double seconds = (now_ns() - start) / 1e9;
    report("cpu", cpu / (double)requests);
    report("rate", (double)requests / seconds / 1e3);
    report("p50", percentile(0.5) / 1e3);
    report("p99", percentile(0.99) / 1e3);
    report("tail", percentile(0.99) / percentile(0.5));
}

static void wait_readable(int fd) {
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    if (epoll_wait(epoll, &event, 1, 10000) != 1) {
        fail("nothing comes back");
    }
    close(epoll);
}

static void exchange(struct connection *connection) {
    send_line(connection);
    while (!receive(connection)) {
        wait_readable(connection->fd);
    }
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
