// The clock door, see clock.h.
#include "base/clock.h"

#include "base/lock.h"

#include <time.h>

typedef struct tarry__clock Clock;

static int64_t read_system(clockid_t which) {
    struct timespec now;
    clock_gettime(which, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int64_t tarry__clock_now(void) {
    return read_system(CLOCK_MONOTONIC);
}

int64_t tarry__clock_wall_now(void) {
    return read_system(CLOCK_REALTIME);
}

// ---- reading ----

static uint32_t read_begin(Clock *clock) {
    uint32_t sequence;
    while ((sequence = tarry__load(&clock->sequence, acquire)) & 1) {
        tarry__cpu_relax();
    }
    return sequence;
}

static bool read_end(Clock *clock, uint32_t sequence) {
    return tarry__load(&clock->sequence, relaxed) == sequence;
}

int64_t tarry__clock_time(Clock *clock) {
    for (;;) {
        uint32_t sequence = read_begin(clock);
        int64_t time = tarry__load(&clock->time, acquire);
        if (!tarry__load(&clock->paused, acquire)) {
            time += tarry__clock_now();
        }
        if (read_end(clock, sequence)) {
            return time;
        }
    }
}

int64_t tarry__clock_wall_time(Clock *clock) {
    for (;;) {
        uint32_t sequence = read_begin(clock);
        bool paused = tarry__load(&clock->paused, acquire);
        int64_t time = tarry__load(&clock->time, acquire) + tarry__load(&clock->wall, acquire);
        if (read_end(clock, sequence)) {
            return paused ? time : tarry__clock_wall_now();
        }
    }
}

int64_t tarry__clock_system_time(Clock *clock, int64_t time) {
    int64_t shift = tarry__load(&clock->time, relaxed), system_time;
    if (time == INT64_MAX || time == INT64_MIN) {
        return time;
    }
    return __builtin_sub_overflow(time, shift, &system_time) ? INT64_MAX : system_time;
}

// ---- changing ----

static void write_begin(Clock *clock) {
    tarry__lock_take(&clock->lock);
    tarry__fetch_add(&clock->sequence, 1, seq_cst);
}

static void write_end(Clock *clock) {
    tarry__fetch_add(&clock->sequence, 1, release);
    tarry__lock_give(&clock->lock);
}

// The clock's lock is held.
static bool paused_now(Clock *clock) {
    return tarry__load(&clock->paused, relaxed);
}

void tarry__clock_pause(Clock *clock) {
    write_begin(clock);
    if (!paused_now(clock)) {
        int64_t time = tarry__clock_now() + tarry__load(&clock->time, relaxed);
        tarry__store(&clock->time, time, release);
        tarry__store(&clock->wall, tarry__clock_wall_now() - time, release);
        tarry__store(&clock->paused, true, release);
    }
    write_end(clock);
}

void tarry__clock_resume(Clock *clock) {
    write_begin(clock);
    if (paused_now(clock)) {
        int64_t shift = tarry__load(&clock->time, relaxed) - tarry__clock_now();
        tarry__store(&clock->time, shift, release);
        tarry__store(&clock->paused, false, release);
    }
    write_end(clock);
}

void tarry__clock_move(Clock *clock, int64_t time) {
    write_begin(clock);
    if (paused_now(clock) && time > tarry__load(&clock->time, relaxed)) {
        tarry__store(&clock->time, time, release);
    }
    write_end(clock);
}

bool tarry__clock_set_wall(Clock *clock, int64_t wall) {
    write_begin(clock);
    bool paused = paused_now(clock);
    if (paused) {
        tarry__store(&clock->wall, wall - tarry__load(&clock->time, relaxed), release);
    }
    write_end(clock);
    return paused;
}
