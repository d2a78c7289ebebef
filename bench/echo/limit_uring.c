// Bare io_uring: a ring for each worker's thread, with a multishot accept, a multishot receive for
// each connection into buffers the ring shares, and a send of what is a whole line. The buffer goes
// back to the ring when it was sent.
#define _GNU_SOURCE
#include <liburing.h>
#include <pthread.h>
#include <stdint.h>

#include "../measure.h"
#include "listen.h"

enum { BUFFER = 2048, BUFFERS = 1024, ENTRIES = 2048 };

enum { ACCEPT, RECEIVE, SEND };

struct connection {
    int fd;
    unsigned kept;
    char *line;
};

struct worker {
    struct io_uring ring;
    struct io_uring_buf_ring *buffers;
    char *memory;
};

static int listener;

// user_data: what it is in the low two bits, and for SEND the buffer in the high sixteen.
static uint64_t tag(void *pointer, unsigned kind, unsigned buffer) {
    return (uint64_t)(uintptr_t)pointer | kind | (uint64_t)buffer << 48;
}

static struct io_uring_sqe *request(struct worker *worker) {
    struct io_uring_sqe *sqe = io_uring_get_sqe(&worker->ring);
    if (!sqe) {
        io_uring_submit(&worker->ring);
        sqe = io_uring_get_sqe(&worker->ring);
    }
    return sqe;
}

static void give_back(struct worker *worker, unsigned buffer) {
    io_uring_buf_ring_add(worker->buffers, worker->memory + buffer * BUFFER, BUFFER,
                          (unsigned short)buffer, io_uring_buf_ring_mask(BUFFERS), 0);
    io_uring_buf_ring_advance(worker->buffers, 1);
}

static void receive(struct worker *worker, struct connection *connection) {
    struct io_uring_sqe *sqe = request(worker);
    io_uring_prep_recv_multishot(sqe, connection->fd, NULL, 0, 0);
    sqe->flags |= IOSQE_BUFFER_SELECT;
    sqe->buf_group = 0;
    io_uring_sqe_set_data64(sqe, tag(connection, RECEIVE, 0));
}

static void accept_all(struct worker *worker) {
    struct io_uring_sqe *sqe = request(worker);
    io_uring_prep_multishot_accept(sqe, listener, NULL, NULL, 0);
    io_uring_sqe_set_data64(sqe, tag(NULL, ACCEPT, 0));
}

static void accepted(struct worker *worker, struct io_uring_cqe *cqe) {
    if (cqe->res >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        connection->fd = cqe->res;
        no_delay(cqe->res);
        receive(worker, connection);
    }
    if (!(cqe->flags & IORING_CQE_F_MORE)) {
        accept_all(worker);
    }
}

// A line that came in pieces is kept until it is whole, or too long.
static void received_piece(struct connection *connection, const char *data, unsigned size) {
    connection->line = connection->line ? connection->line : malloc(2 * BUFFER);
    memcpy(connection->line + connection->kept, data, size);
    connection->kept += size;
    if (data[size - 1] == '\n' || connection->kept > BUFFER) {
        send(connection->fd, connection->line, connection->kept, MSG_NOSIGNAL);
        connection->kept = 0;
    }
}

static void received(struct worker *worker, struct connection *connection,
                     struct io_uring_cqe *cqe) {
    if (cqe->res <= 0 && cqe->res != -ENOBUFS) {
        close(connection->fd);
        free(connection->line);
        free(connection);
        return;
    }
    if (cqe->res > 0) {
        unsigned buffer = cqe->flags >> IORING_CQE_BUFFER_SHIFT;
        char *data = worker->memory + buffer * BUFFER;
        if (connection->kept || data[cqe->res - 1] != '\n') {
            received_piece(connection, data, (unsigned)cqe->res);
            give_back(worker, buffer);
        } else {
            struct io_uring_sqe *sqe = request(worker);
            io_uring_prep_send(sqe, connection->fd, data, (size_t)cqe->res,
                               MSG_NOSIGNAL | MSG_WAITALL);
            io_uring_sqe_set_data64(sqe, tag(NULL, SEND, buffer));
        }
    }
    if (!(cqe->flags & IORING_CQE_F_MORE)) {
        receive(worker, connection);
    }
}

static void *work(void *argument) {
    struct worker *worker = aligned_alloc(64, sizeof *worker + 64 - sizeof *worker % 64);
    struct io_uring_params parameters = {.flags = IORING_SETUP_SINGLE_ISSUER |
                                                  IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_CQSIZE,
                                         .cq_entries = 4 * ENTRIES};
    struct io_uring_buf_reg registration = {.ring_entries = BUFFERS};
    worker->buffers = aligned_alloc(4096, BUFFERS * sizeof(struct io_uring_buf));
    worker->memory = aligned_alloc(4096, BUFFERS * BUFFER);
    registration.ring_addr = (uintptr_t)worker->buffers;
    if (io_uring_queue_init_params(ENTRIES, &worker->ring, &parameters) < 0 ||
        io_uring_register_buf_ring(&worker->ring, &registration, 0) < 0) {
        exit(1);
    }
    io_uring_buf_ring_init(worker->buffers);
    for (unsigned i = 0; i < BUFFERS; i++) {
        give_back(worker, i);
    }
    accept_all(worker);
    for (;;) {
        struct io_uring_cqe *cqe;
        unsigned head, count = 0;
        io_uring_submit_and_wait(&worker->ring, 1);
        io_uring_for_each_cqe(&worker->ring, head, cqe) {
            struct connection *connection =
                (struct connection *)(uintptr_t)(cqe->user_data & 0xfffffffffffc);
            count++;
            if ((cqe->user_data & 3) == ACCEPT) {
                accepted(worker, cqe);
            } else if ((cqe->user_data & 3) == RECEIVE) {
                received(worker, connection, cqe);
            } else {
                give_back(worker, (unsigned)(cqe->user_data >> 48));
            }
        }
        io_uring_cq_advance(&worker->ring, count);
    }
    return argument;
}

int main(void) {
    listener = listen_and_tell(0);
    for (int i = 1; i < measure_workers(); i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, work, NULL);
    }
    work(NULL);
}
