// Shards, read one after the other from standard input; each is cut into chunks, and chunk i goes to
// host i over TCP. Several shards are under way at the same time, on all cores, and still each host
// gets its chunks in the order of the shards, one after the other.
//
//     tarrycc shards.c -o shards && tarrycc shard_hosts.c -o shard_hosts
//     ./shards PORT PORT PORT PORT <stream            sends to the hosts that listen there, or
//     ./shard_hosts ./shards                          lets it send to hosts that check what comes
//
// The connections are variables of main, borrowed by every task below it. They may be: no scope is
// left before its tasks have ended.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>
#include <unistd.h>

enum { HOSTS = 4, CHUNK = 500000, AT_ONCE = 3 };

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

async int main(int argc, char **argv) {
    struct host hosts[HOSTS] = {0};
    struct source source = {.stream = STDIN_FILENO};
    int connected = 0, error = 0;
    if (argc != HOSTS + 1) {
        fprintf(stderr, "usage: %s PORT PORT PORT PORT <stream\n", argv[0]);
        return 2;
    }
    while (error == 0 && connected < HOSTS) {
        int port = atoi(argv[1 + connected]);
        int connection = await tarry_tcp_connect("127.0.0.1", (uint16_t)port);
        if (connection >= 0) {
            hosts[connected++].connection = connection;
        } else {
            error = connection;
        }
    }
    if (error == 0) {
        error = await send_in_parallel(&source, hosts);
    }
    while (connected > 0) {
        tarry_close(hosts[--connected].connection);
    }
    printf("%s\n", error < 0 ? strerror(-error) : "all sent");
    return error < 0;
}
