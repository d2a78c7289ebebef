// Shards, read one after the other from a stream; each is cut into chunks, and chunk i goes to host
// i over TCP. Several shards are under way at the same time, on all cores, and still each host gets
// its chunks in the order of the shards, one after the other.
//
//     tarrycc shards.c -o shards
//     ./shards [shards] [host that breaks down]
//
// The connections are variables of main, borrowed by every task below it. They may be: no scope is
// left before its tasks have ended. Here the hosts live in the same program, and check what they
// get.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>
#include <unistd.h>

enum { HOSTS = 4, CHUNK = 500000, AT_ONCE = 3 };

// What is sent: byte `place` of the stream.
static char byte_at(size_t place) {
    return (char)(place * 31 + place / 997);
}

// ---- sending ----

struct source {
    int stream;
    struct tarry_mutex lock; // one shard is read at a time
    size_t shards;           // so many have been read
};

struct shard {
    size_t number;
    char chunks[HOSTS][CHUNK];
};

struct host {
    int connection;
    struct tarry_mutex lock; // one chunk is sent at a time
    struct tarry_condition turn;
    size_t chunks; // so many have been sent
};

static async int send_chunk(struct host *host, const struct shard *shard, const char *chunk) {
    int error = await tarry_mutex_lock(&host->lock);
    if (error < 0) {
        return error;
    }
    defer tarry_mutex_unlock(&host->lock);
    while (host->chunks != shard->number) {
        if ((error = await tarry_condition_wait(&host->turn, &host->lock)) < 0) {
            return error;
        }
    }
    ssize_t sent = await tarry_write_all(host->connection, chunk, CHUNK); // waits for a slow host
    if (sent < 0) {
        return (int)sent;
    }
    host->chunks++;
    tarry_condition_broadcast(&host->turn);
    return 0;
}

static async int send_shard(struct host hosts[HOSTS], const struct shard *shard) {
    int error;
    concurrent (s, .fail_fast = true, .error = &error) {
        for (int i = 0; i < HOSTS; i++) {
            spawn (s) send_chunk(&hosts[i], shard, shard->chunks[i]);
        }
    }
    return error;
}

// Returns 1 and a shard; 0 at the end of the stream; or -errno.
static async int next_shard(struct source *source, struct shard *shard) {
    int error = await tarry_mutex_lock(&source->lock);
    if (error < 0) {
        return error;
    }
    defer tarry_mutex_unlock(&source->lock);
    shard->number = source->shards++;
    ssize_t got = await tarry_read_exact(source->stream, shard->chunks, sizeof shard->chunks, NULL);
    return got < 0 ? (int)got : got == (ssize_t)sizeof shard->chunks;
}

static async int send_shards(struct source *source, struct host hosts[HOSTS]) {
    struct shard *shard = malloc(sizeof *shard);
    if (!shard) {
        return -ENOMEM;
    }
    defer free(shard);
    int result;
    while ((result = await next_shard(source, shard)) > 0) {
        if ((result = await send_shard(hosts, shard)) < 0) {
            return result;
        }
    }
    return result;
}

// So many shards are in memory, whatever their number: a host that is slow holds up the reading.
static async int send_in_parallel(struct source *source, struct host hosts[HOSTS]) {
    int error;
    parallel (s, .fail_fast = true, .error = &error) {
        for (int i = 0; i < AT_ONCE; i++) {
            spawn (s) send_shards(source, hosts);
        }
    }
    return error;
}

// ---- the hosts, and the stream ----

// Returns how many bytes came, all of them right; -EIO if one was wrong. With a limit it breaks
// down there.
static async ssize_t receive(int listener, int host, size_t limit) {
    int connection = await tarry_accept(listener);
    if (connection < 0) {
        return connection;
    }
    defer tarry_close(connection);
    char bytes[10000];
    size_t count = 0;
    ssize_t got;
    while (count < limit && (got = await tarry_read(connection, bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < got; i++, count++) {
            size_t shard = count / CHUNK;
            if (bytes[i] != byte_at((shard * HOSTS + (size_t)host) * CHUNK + count % CHUNK)) {
                return -EIO;
            }
        }
    }
    return (ssize_t)count;
}

static async int write_stream(int fd, size_t size) {
    defer tarry_close(fd);
    char bytes[10000];
    for (size_t done = 0; done < size; done += sizeof bytes) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = byte_at(done + i);
        }
        if (await tarry_write_all(fd, bytes, sizeof bytes) < 0) {
            break; // nobody reads on
        }
    }
    return 0;
}

async int main(int argc, char **argv) {
    size_t shards = argc > 1 ? (size_t)atoi(argv[1]) : 20;
    int broken = argc > 2 ? atoi(argv[2]) : -1, listeners[HOSTS], ends[2], error = 0;
    struct host hosts[HOSTS] = {0};
    struct source source = {0};
    ssize_t received[HOSTS];
    if (pipe(ends) < 0) {
        return 1;
    }
    parallel (s, .fail_fast = true) {
        spawn (s) write_stream(ends[1], shards * HOSTS * CHUNK);
        for (int i = 0; i < HOSTS; i++) {
            listeners[i] = await tarry_tcp_listen("127.0.0.1", 0, 1);
            spawn (s) received[i] = receive(listeners[i], i, i == broken ? CHUNK : SIZE_MAX);
            int port = tarry_tcp_local_port(listeners[i]);
            hosts[i].connection = await tarry_tcp_connect("127.0.0.1", (uint16_t)port);
            if (hosts[i].connection < 0) {
                error = error < 0 ? error : hosts[i].connection;
                tarry_cancel(&s); // nothing comes to this host
            }
        }
        source.stream = ends[0];
        int result = await send_in_parallel(&source, hosts);
        error = error < 0 ? error : result;
        tarry_close(ends[0]);
        for (int i = 0; i < HOSTS; i++) {
            tarry_close(hosts[i].connection);
        }
    }
    for (int i = 0; i < HOSTS; i++) {
        tarry_close(listeners[i]);
        if (received[i] < 0) {
            printf("host %d got something wrong\n", i);
        } else {
            printf("host %d got %zd bytes, each in its place\n", i, received[i]);
        }
    }
    printf("%s\n", error < 0 ? strerror(-error) : "all sent");
    return error < 0;
}
