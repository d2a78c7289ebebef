// A proxy: it looks at the first word of a request, a line, finds out in its routing table who
// serves that, and asks him. The table is shared by all requests, and is behind a lock. Three ways
// to hold it:
//
//   1. an async lock, held over the request downstream: right, and one request at a time
//   2. a thread's lock, for the moment the table is read: right, and as many as there are
//   3. a thread's lock, held over the request: tarrycc refuses that, and says what to do
//
//     tarrycc proxy.c -o proxy && tarrycc proxy_load.c -o proxy_load
//     ./proxy hold|drop WORD PORT [WORD PORT]...     tells its own port, then serves
//     ./proxy_load ./proxy                           measures the first two
//     tarrycc -DHOLD_THREAD_LOCK proxy.c -o proxy    shows the third
#include "proxy.h"

#include <pthread.h>
#include <stdlib.h>

enum { ROUTES = 10 };

struct route {
    const char *word; // NULL: there is none
    int port;
};

struct proxy {
    struct tarry_mutex async_lock;
    pthread_mutex_t lock;
    struct route routes[ROUTES + 1];
};

static int find_route(const struct proxy *proxy, const char *line) {
    for (const struct route *route = proxy->routes; route->word; route++) {
        if (strncmp(line, route->word, strlen(route->word)) == 0) {
            return route->port;
        }
    }
    return -1;
}

static async ssize_t forward(int port, const char *line, ssize_t size, char answer[LINE]) {
    return port < 0 ? snprintf(answer, LINE, "no route\n") : await ask(port, line, size, answer);
}

static async ssize_t hold_async(void *self, const char *line, ssize_t size, char answer[LINE]) {
    struct proxy *proxy = self;
    int error = await tarry_mutex_lock(&proxy->async_lock);
    if (error < 0) {
        return error;
    }
    defer tarry_mutex_unlock(&proxy->async_lock);
    return await forward(find_route(proxy, line), line, size, answer);
}

static async ssize_t drop_in_time(void *self, const char *line, ssize_t size, char answer[LINE]) {
    struct proxy *proxy = self;
    pthread_mutex_lock(&proxy->lock); // for less time than any switch of tasks would take
    int port = find_route(proxy, line);
    pthread_mutex_unlock(&proxy->lock);
    return await forward(port, line, size, answer);
}

#ifdef HOLD_THREAD_LOCK
static async ssize_t hold_thread(void *self, const char *line, ssize_t size, char answer[LINE]) {
    struct proxy *proxy = self;
    pthread_mutex_lock(&proxy->lock);
    ssize_t result = await forward(find_route(proxy, line), line, size, answer);
    pthread_mutex_unlock(&proxy->lock);
    return result;
}
#endif

async int main(int argc, char **argv) {
    struct proxy proxy = {.lock = PTHREAD_MUTEX_INITIALIZER};
    int routes = (argc - 2) / 2;
    if (routes < 1 || routes > ROUTES) {
        fprintf(stderr, "usage: %s hold|drop WORD PORT [WORD PORT]...\n", argv[0]);
        return 2;
    }
    for (int i = 0; i < routes; i++) {
        proxy.routes[i] = (struct route){argv[2 + 2 * i], atoi(argv[3 + 2 * i])};
    }
    int listener = await tarry_tcp_listen("127.0.0.1", 0, 0);
    if (listener < 0) {
        fprintf(stderr, "cannot listen: %s\n", strerror(-listener));
        return 1;
    }
    printf("%d\n", tarry_tcp_local_port(listener));
    fflush(stdout);
    await serve(listener, strcmp(argv[1], "hold") == 0 ? hold_async : drop_in_time, &proxy);
    return 0;
}
