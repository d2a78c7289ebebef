// A proxy: it looks at the first word of a request, a line, finds out in its routing table who
// serves that, and asks him. The table is shared by all requests, and is behind a lock. Three ways
// to hold it:
//
//   1. an async lock, held over the request downstream: right, and one request at a time
//   2. a thread's lock, for the moment the table is read: right, and as many as there are
//   3. a thread's lock, held over the request: tarrycc refuses that, and says what to do
//
//     tarrycc proxy.c -o proxy && ./proxy            measures the first two
//     tarrycc -DHOLD_THREAD_LOCK proxy.c -o proxy    shows the third
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

enum { LINE = 200, UPSTREAMS = 3, CLIENTS = 40, REQUESTS = 10 };

typedef async ssize_t handler(void *self, const char *line, ssize_t size, char answer[LINE]);

// ---- what proxy and upstream servers have in common: a line comes, a line goes back ----

static async ssize_t serve_client(int client, handler *handle, void *self) {
    defer tarry_close(client);
    char buffer[LINE], answer[LINE], *line;
    struct tarry_reader in = tarry_reader(client, buffer, sizeof buffer);
    for (;;) {
        ssize_t size = await tarry_read_until(&in, '\n', &line);
        if (size > 0) {
            size = await handle(self, line, size, answer);
        }
        if (size > 0) {
            size = await tarry_write_all(client, answer, (size_t)size);
        }
        if (size <= 0) {
            return size;
        }
    }
}

static async void serve(int listener, handler *handle, void *self) {
    defer tarry_close(listener);
    parallel (clients) {
        int client;
        while ((client = await tarry_accept(listener)) >= 0) {
            spawn (clients) serve_client(client, handle, self);
        }
    } // cancelled, as everything here in the end
}

static async ssize_t ask(int port, const char *line, ssize_t size, char answer[LINE]) {
    int connection = await tarry_tcp_connect("127.0.0.1", (uint16_t)port);
    if (connection < 0) {
        return connection;
    }
    defer tarry_close(connection);
    ssize_t written = await tarry_write_all(connection, line, (size_t)size);
    char *there;
    struct tarry_reader in = tarry_reader(connection, answer, LINE);
    return written < 0 ? written : await tarry_read_until(&in, '\n', &there); // the buffer's start
}

// ---- an upstream server: takes its time, and says who it is ----

static async ssize_t answer_as(void *self, const char *line, ssize_t size, char answer[LINE]) {
    await tarry_sleep(TARRY_MS(2));
    return snprintf(answer, LINE, "%s got %.*s", (const char *)self, (int)size, line);
}

// ---- the proxy ----

struct route {
    const char *word;
    int port;
};

struct proxy {
    struct tarry_mutex async_lock;
    pthread_mutex_t lock;
    struct route routes[UPSTREAMS];
};

static int find_route(const struct proxy *proxy, const char *line) {
    for (int i = 0; i < UPSTREAMS; i++) {
        const struct route *route = &proxy->routes[i];
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

// ---- the clients, and the measurement ----

static async int request_often(int port, const char *word) {
    char line[LINE], wanted[2 * LINE], answer[LINE];
    for (int i = 0; i < REQUESTS; i++) {
        int size = snprintf(line, sizeof line, "%s %d\n", word, i);
        snprintf(wanted, sizeof wanted, "%s got %s", word, line);
        ssize_t got = await ask(port, line, size, answer);
        if (got != (ssize_t)strlen(wanted) || memcmp(answer, wanted, (size_t)got) != 0) {
            return -1;
        }
    }
    return 0;
}

// Returns requests a second, 0 if one went wrong.
static async double measure(int listener, handler *handle, struct proxy *proxy) {
    int error, port = tarry_tcp_local_port(listener);
    int64_t start = tarry_now();
    concurrent (s, .fail_fast = true) {
        spawn (s) serve(listener, handle, proxy);
        parallel (clients, .fail_fast = true, .error = &error) {
            for (int i = 0; i < CLIENTS; i++) {
                spawn (clients) request_often(port, proxy->routes[i % UPSTREAMS].word);
            }
        }
        tarry_cancel(&s);
    }
    return error < 0 ? 0 : CLIENTS * REQUESTS / ((double)(tarry_now() - start) / 1e9);
}

async int main(void) {
    struct proxy proxy = {.lock = PTHREAD_MUTEX_INITIALIZER,
                          .routes = {{"cats", 0}, {"dogs", 0}, {"birds", 0}}};
    handler *const versions[2] = {hold_async, drop_in_time};
    int listeners[UPSTREAMS + 2];
    double rates[2] = {0};
    for (int i = 0; i < UPSTREAMS + 2; i++) {
        listeners[i] = await tarry_tcp_listen("127.0.0.1", 0, 0);
        if (listeners[i] < 0) {
            fprintf(stderr, "cannot listen: %s\n", strerror(-listeners[i]));
            return 2;
        }
    }
    parallel (upstreams, .fail_fast = true) {
        for (int i = 0; i < UPSTREAMS; i++) {
            proxy.routes[i].port = tarry_tcp_local_port(listeners[i]);
            spawn (upstreams) serve(listeners[i], answer_as, (void *)proxy.routes[i].word);
        }
        for (int i = 0; i < 2; i++) {
            rates[i] = await measure(listeners[UPSTREAMS + i], versions[i], &proxy);
        }
        tarry_cancel(&upstreams);
    }
    printf("async lock held over the request: %.0f requests a second\n", rates[0]);
    printf("thread's lock dropped in time:    %.0f requests a second\n", rates[1]);
    printf("that is %.1f times as many\n", rates[0] > 0 ? rates[1] / rates[0] : 0);
    return rates[0] <= 0 || rates[1] <= 0;
}
