// The story of the buffered stream: records are fetched from a database, five at a time, and each
// is stored again while the next ones are being fetched. Fetching and storing both need one of the
// database's five connections.
//
// Where the futures in the buffer run only while somebody waits for the stream, they stop in the
// middle of their fetches when the loop turns to storing; they hold the five connections, the loop
// wants one, and nothing moves any more. Here they are tasks: they go on, whatever the loop waits
// for.
//
//     tarrycc buffered_stream.c -o buffered_stream && ./buffered_stream
#include <stdio.h>
#include <tarry.h>

enum { RECORDS = 100, BUFFER = 5, CONNECTIONS = 5 };

struct database {
    struct tarry_semaphore connections;
    int sum;
};

static async int fetch(struct database *database, int key) {
    int error = await tarry_semaphore_acquire(&database->connections, 1);
    if (error < 0) {
        return error;
    }
    defer tarry_semaphore_release(&database->connections, 1);
    await tarry_yield(); // the query goes out
    await tarry_yield(); // the answer comes in
    return key * key;
}

static async int store(struct database *database, int record) {
    int error = await tarry_semaphore_acquire(&database->connections, 1);
    if (error < 0) {
        return error;
    }
    defer tarry_semaphore_release(&database->connections, 1);
    await tarry_yield();
    database->sum += record;
    return 0;
}

async int main(void) {
    struct database database = {.connections = TARRY_SEMAPHORE_INIT(CONNECTIONS)};
    int records[RECORDS], stored = 0;
    concurrent (s) {
        for (int key = 0; stored < RECORDS;) {
            while (key < RECORDS && key < stored + BUFFER) {
                spawn (s) records[key] = fetch(&database, key);
                key++;
            }
            int *record = await tarry_next(&s);
            if (!record || await store(&database, *record) < 0) {
                return 1;
            }
            stored++;
        }
    }
    printf("%d records fetched and stored, sum %d\n", stored, database.sum);
    return 0;
}
