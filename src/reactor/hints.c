// What the last operations on a descriptor's number were like. Hints, for the number may be another file's by now: those that
// are wrong cost a system call, or two. With one exception: where a number was given up by close(2), not by tarry_close, and
// poll(2) never calls the new file ready though a read would return (a FIFO that was opened without blocking and has no writer
// yet; what listens; what cannot be read), a read may wait for what poll(2) waits for, with io_uring.
//   DRAINED   the last read of a socket waited, and returned less than was asked for: took all there was
//   OTHER     no socket: one attempt is one system call then, not two
//   UNKNOWN   but it cannot be asked without asking whether it is a socket
// and how many attempts in a row were in vain, up to VAIN_SURE, of those behind a read that drained a socket (in units of
// SHORT_VAIN), and of those behind any other one (FULL_VAIN).
//
// With io_uring the read behind one that drained the socket need not be tried, which saves a system call each time two peers
// take turns. Else one that is not tried costs more if there is something after all, so it is left out once some in a row were
// in vain; and now and then not, for that may change.
#include "reactor/backend.h"

#include "base/atomic.h"

#include <errno.h>

enum { DRAINED = 128, OTHER = 64, UNKNOWN = 32, SHORT_VAIN = 4, FULL_VAIN = 1 };
enum { VAIN_BITS = 3, VAIN_SURE = 3, UNTRIED_MAX = 16, GUESSED_MAX = 64 };

static _Atomic uint8_t *hints_of(struct tarry__reactor *reactor, int fd) {
    return tarry__atomic_u8(tarry__descriptors_hints(reactor->descriptors, fd));
}

static void note(_Atomic uint8_t *hints, unsigned value) {
    if (tarry__load(hints, relaxed) != value) {
        tarry__store(hints, (uint8_t)value, relaxed);
    }
}

// ---- whether a read, or an accept, will have to wait ----

static bool is_taking(const struct tarry__operation *operation) {
    return operation->opcode == TARRY__OP_READ || operation->opcode == TARRY__OP_ACCEPT;
}

static bool is_noted(const struct tarry__operation *operation) {
    return is_taking(operation) && !(operation->state & TARRY__OPERATION_WATCHED);
}

static unsigned vain_unit(unsigned known) {
    return known & DRAINED ? SHORT_VAIN : FULL_VAIN;
}

static unsigned vain_bits(unsigned known) {
    return vain_unit(known) * VAIN_BITS;
}

static bool is_sure(unsigned known) {
    return (known & vain_bits(known)) == vain_unit(known) * VAIN_SURE;
}

void tarry__hints_note_read(struct tarry__reactor *reactor,
                            const struct tarry__operation *operation, bool at_once) {
    if (is_noted(operation)) {
        _Atomic uint8_t *hints = hints_of(reactor, operation->fd);
        unsigned known = tarry__load(hints, relaxed);
        unsigned vain = at_once ? vain_bits(known) : 0;
        bool is_short = !at_once && operation->result > 0 && operation->result < operation->size &&
                        !(operation->state & TARRY__OPERATION_NOT_SOCKET);
        known &= ~(vain | DRAINED);
        note(hints, is_short ? known | DRAINED : known);
    }
}

void tarry__hints_note_vain(struct tarry__reactor *reactor,
                            const struct tarry__operation *operation) {
    if (is_noted(operation)) {
        _Atomic uint8_t *hints = hints_of(reactor, operation->fd);
        unsigned known = tarry__load(hints, relaxed);
        note(hints, is_sure(known) ? known : known + vain_unit(known));
    }
}

bool tarry__hints_in_vain(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (!is_taking(operation)) {
        return false;
    }
    unsigned known = tarry__load(hints_of(reactor, operation->fd), relaxed);
    bool in_vain = (known & DRAINED && reactor->functions->waits_untried) ||
                   (is_sure(known) && ++reactor->untried % UNTRIED_MAX != 0);
    if (in_vain && known & OTHER) {
        operation->state |= TARRY__OPERATION_NOT_SOCKET;
    }
    return in_vain;
}

// ---- what it is ----

// -EPIPE: made again, as on a socket, or as what raises the signal that is due. Any other error was perhaps a socket's, which
// says it once. -EPERM may be a sandbox's, which does not know the call.
static bool is_attempt(int64_t result) {
    return result != -EOPNOTSUPP && result != -EPIPE && result != -EPERM;
}

bool tarry__hints_try(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    bool is_transfer = operation->opcode == TARRY__OP_READ || operation->opcode == TARRY__OP_WRITE;
    const unsigned is_known = TARRY__OPERATION_NOT_SOCKET | TARRY__OPERATION_WATCHED;
    // Of no bytes: an empty packet, if it is a socket.
    if (!is_transfer || operation->size == 0 || operation->state & is_known) {
        return tarry__operation_try(operation);
    }
    _Atomic uint8_t *hints = hints_of(reactor, operation->fd);
    unsigned known = tarry__load(hints, relaxed);
    if (known & OTHER && ++reactor->guessed % GUESSED_MAX != 0) {
        int64_t result = tarry__operation_try_other(operation);
        if (is_attempt(result)) {
            return tarry__operation_ended(operation, result);
        }
        known = result == -EOPNOTSUPP ? (known & ~(unsigned)OTHER) | UNKNOWN : known;
    }
    bool ended = tarry__operation_try(operation);
    if (!(operation->state & TARRY__OPERATION_NOT_SOCKET)) {
        known &= ~(unsigned)(OTHER | UNKNOWN);
    } else if (!(known & UNKNOWN)) {
        known |= OTHER;
    }
    note(hints, known);
    return ended;
}
