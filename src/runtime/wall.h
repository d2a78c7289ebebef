// Sleeping by the wall clock. How far off the time is changes whenever somebody sets the clock. The
// system tells of it through a descriptor (timerfd), one for each wait; so nobody is told, and who
// sleeps looks again each second. A paused clock changes only by tarry_clock_set_wall, and that does
// tell: each worker has a list of its tasks that sleep so.
#ifndef TARRY_RUNTIME_WALL_H
#define TARRY_RUNTIME_WALL_H

#include <tarry/wall.h>

// tarry__wall_tell wakes the tasks of `worker` that sleep by the wall clock, to look at it. On its
// thread.
void tarry__wall_tell(struct tarry_worker *worker);

#endif
