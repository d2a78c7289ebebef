// The ten words. Compiled by tarrycc each becomes its reserved spelling, which tarrycc looks for only where the grammar
// allows it. Read by anything else (clangd, an IDE, a linter, gcc -fsyntax-only) each becomes plain C of the same shape, so
// that every source parses and type-checks; a real compile then stops with "compile this file with tarrycc", unless nothing
// is used of Tarry but async functions that await each other: those plain C may call, and gets them run one after the other.
//
// Words that stand before a parenthesis are function-like macros: a variable called `parallel` stays what it is.
// Define TARRY_NO_KEYWORDS to have only the reserved spellings (_Async, _Await, ...).
#ifndef TARRY_WORDS_H
#define TARRY_WORDS_H

#include <tarry/race.h>
#include <tarry/scope.h>
#include <tarry/within.h>

#ifdef __TARRYCC__

#ifndef TARRY_NO_KEYWORDS
#define async _Async
#define await _Await
#define spawn(...) _Spawn(__VA_ARGS__)
#define concurrent(...) _Concurrent(__VA_ARGS__)
#define parallel(...) _Parallel(__VA_ARGS__)
#define within(...) _Within(__VA_ARGS__)
#define race _Race
#define when(...) _When(__VA_ARGS__)
#define blocking(...) _Blocking(__VA_ARGS__)
#define defer _Defer
#endif
#define TARRY_FAIR _Fair // race TARRY_FAIR { ... }
#define TARRY__LIBRARY
#define TARRY__MUST_USE __attribute__((warn_unused_result))

#else // the plain C view

// It does not see that a spawn takes the address of its variable, which tarry_next gives out.
#if defined(__clang__)
#if __has_warning("-Wunused-but-set-variable")
#pragma clang diagnostic ignored "-Wunused-but-set-variable"
#endif
#elif defined(__GNUC__)
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#endif

#if defined(__has_attribute)
#if __has_attribute(error)
#define TARRY__LIBRARY __attribute__((error("compile this file with tarrycc")))
#endif
#endif
#ifndef TARRY__LIBRARY
#define TARRY__LIBRARY
#endif

#define TARRY__MUST_USE // gcc would warn of what is cast to void, and both of a spawn without a variable

#ifdef __cplusplus
extern "C" {
#endif
bool tarry__plain_scope(struct tarry_scope *scope, struct tarry_scope_options options) TARRY__LIBRARY;
bool tarry__plain_spawn(struct tarry_scope *scope) TARRY__LIBRARY;
bool tarry__plain_within(int64_t duration) TARRY__LIBRARY;
bool tarry__plain_word(void) TARRY__LIBRARY;
#ifdef __cplusplus
}
#endif

#define TARRY__PLAIN_SCOPE(s, ...)                                                                                     \
    for (struct tarry_scope s, *s##__once = &s;                                                                        \
         s##__once && tarry__plain_scope(s##__once, (struct tarry_scope_options){__VA_ARGS__}); s##__once = NULL)

#define _Async __attribute__(())
#define _Await __extension__
#define _Spawn(s) (void)tarry__plain_spawn(&(s)),
#define _Concurrent(...) TARRY__PLAIN_SCOPE(__VA_ARGS__, )
#define _Parallel(...) TARRY__PLAIN_SCOPE(__VA_ARGS__, )
#define _Within(duration) if (tarry__plain_within(duration))
#define _Race if (tarry__plain_word())
#define _Fair
#define TARRY_FAIR
#define _When(...) if (((void)(__VA_ARGS__), tarry__plain_word()))
#define _Blocking(...) (tarry__plain_word(), __VA_ARGS__)
#define _Defer while (tarry__plain_word())

#ifndef TARRY_NO_KEYWORDS
#define async _Async
#define await _Await
#define spawn(s) _Spawn(s)
#define concurrent(...) _Concurrent(__VA_ARGS__)
#define parallel(...) _Parallel(__VA_ARGS__)
#define within(...) _Within(__VA_ARGS__)
#define race _Race
#define when(...) _When(__VA_ARGS__)
#define blocking(...) _Blocking(__VA_ARGS__)
#define defer _Defer
#endif

#endif

// What tarrycc's warnings know of plain functions is what stands beside their declarations. To tell it of a function
// that somebody else declares, declare it again.
//
//     TARRY_LOCKS(1) void queue_lock(struct queue *queue);             after it what its first argument points to is locked,
//     TARRY_TRYLOCKS(1, 0) int queue_trylock(struct queue *queue);     if it returns 0 (or, with 1 in its place, anything else)
//     TARRY_UNLOCKS(1) void queue_unlock(struct queue *queue);         and now it is not any more
//     TARRY_LOCKS(world) void stop_the_world(void);                    a lock that is no argument has a name of its own
//     TARRY_BLOCKS int compress_file(const char *path);                it may take long: not for async code
//
// TARRY_DIAGNOSTIC is `#pragma GCC diagnostic` for tarrycc's own warnings, under every compiler:
//
//     TARRY_DIAGNOSTIC(push)
//     TARRY_DIAGNOSTIC(ignored "-Wtarry-blocking")
//     ...
//     TARRY_DIAGNOSTIC(pop)
#ifdef __TARRYCC__
#define TARRY_LOCKS(lock) _Locks(lock)
#define TARRY_TRYLOCKS(lock, result) _Trylocks(lock, result)
#define TARRY_UNLOCKS(lock) _Unlocks(lock)
#define TARRY_BLOCKS _Blocks()
#define TARRY__PRAGMA(text) _Pragma(#text)
#define TARRY_DIAGNOSTIC(...) TARRY__PRAGMA(tarry diagnostic __VA_ARGS__)
#else
#define TARRY_LOCKS(lock)
#define TARRY_TRYLOCKS(lock, result)
#define TARRY_UNLOCKS(lock)
#define TARRY_BLOCKS
#define TARRY_DIAGNOSTIC(...)
#endif

#endif
