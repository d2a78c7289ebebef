#!/usr/bin/env python3
"""Writes an async file of about so many lines, as people write them: translate_lines.py LINES"""
import sys

HEAD = """#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <tarry.h>
#include <time.h>
#include <unistd.h>

struct session {
    int fd, errors;
    char name[64];
    size_t sent, received;
};
"""
FUNCTION = """
static async int handle_N(struct session *session, const char *text, size_t length) {
    char buffer[256];
    size_t done = 0;
    for (int tries = 0; done < length && tries < 3; tries++) {
        ssize_t size = await tarry_write_all(session->fd, text + done, length - done);
        if (size < 0) {
            session->errors++;
            await tarry_sleep(TARRY_MS(10) * tries);
            continue;
        }
        done += (size_t)size;
        session->sent += (size_t)size;
    }
    switch (length % 3) {
    case 0:
        snprintf(buffer, sizeof buffer, "%s: %zu", session->name, done);
        break;
    case 1:
        if (await tarry_read(session->fd, buffer, sizeof buffer) < 0 && session->errors > 3) {
            return -EIO;
        }
        /* fall through */
    default:
        memset(buffer, 0, sizeof buffer);
    }
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) tarry_sleep(TARRY_US(i));
        }
    }
    return done == length ? (int)strlen(buffer) : -ECANCELED;
}
"""

lines = int(sys.argv[1])
functions = max(1, (lines - HEAD.count("\n") - 6) // FUNCTION.count("\n"))
print(HEAD + "".join(FUNCTION.replace("_N(", f"_{i}(") for i in range(functions)))
print("async int main(void) {\n    struct session session = {.fd = 1};")
for i in range(functions):
    print(f'    await handle_{i}(&session, "", 0);')
print("    return session.errors;\n}")
