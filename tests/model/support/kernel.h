// A kernel for models of the reactor: the system call door over streams, event counters and epoll, as
// Linux has them, as far as reading asks for it. Each call is one step. What is not there must not be
// called.
//
// A model names tests/model/support/kernel.c among its sources, beside what it looks at.
#ifndef TESTS_MODEL_KERNEL_H
#define TESTS_MODEL_KERNEL_H

#include <stddef.h>

struct kernel_file;

// kernel_begin: in `begin`, behind world_begin.
void kernel_begin(void);
// kernel_stream opens one end of a connection, under the lowest number that is free: a descriptor. Its
// other end is what kernel_send and kernel_shut, of any thread, write to.
int kernel_stream(struct kernel_file **out_other_end);
void kernel_send(struct kernel_file *other_end, const char *text);
void kernel_shut(struct kernel_file *other_end);
// kernel_close_behind: as tarry__system_close, by somebody who does not tell the reactors.
void kernel_close_behind(int fd);
// kernel_open_count: how many descriptors are open.
unsigned kernel_open_count(void);

#endif
