// Tarry: async/await for C. The ten words (tarry/words.h) and the whole library, one header a subject.
#ifndef TARRY_H
#define TARRY_H

#include <tarry/abi.h>
#include <tarry/scope.h>
#include <tarry/race.h>
#include <tarry/within.h>
#include <tarry/words.h>
#include <tarry/next.h>
#include <tarry/local.h>
#include <tarry/channel.h>
#include <tarry/oneshot.h>
#include <tarry/watch.h>
#include <tarry/broadcast.h>
#include <tarry/runtime.h>
#include <tarry/time.h>
#include <tarry/clock.h>
#include <tarry/wall.h>
#include <tarry/interval.h>
#include <tarry/io.h>
#include <tarry/net.h>
#include <tarry/mutex.h>
#include <tarry/condition.h>
#include <tarry/rwlock.h>
#include <tarry/semaphore.h>
#include <tarry/future.h>
#include <tarry/testing.h>
#include <tarry/event.h>
#include <tarry/barrier.h>
#include <tarry/notify.h>
#include <tarry/once.h>
#include <tarry/wait_group.h>

#endif
