// A program that closes every descriptor there is, the runtime's too, is told so once; its timers and its blocking calls go on. (So
// does one that forbids itself the calls.) With one worker: one asleep then could not be woken.
// env: TARRY_WORKERS=1
// expect: slept: 0 0 0
// expect: the call on the pool: 5
// expect: told once
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>
#include <unistd.h>

static int told[2];

// Of the runtime, which makes them when it starts: rings, epolls, eventfds.
static void close_all(void) {
    int found[64], count = 0;
    DIR *folder = opendir("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder));) {
        char file[64] = "";
        if (readlinkat(dirfd(folder), entry->d_name, file, sizeof file - 1) > 0 && count < 64 &&
            strncmp(file, "anon_inode:", strlen("anon_inode:")) == 0) {
            found[count++] = atoi(entry->d_name);
        }
    }
    closedir(folder);
    while (count > 0) {
        close(found[--count]);
    }
}

static async int sleeps(void) {
    return await tarry_sleep(TARRY_MS(1));
}

static int five(void) {
    return 5;
}

async int main(void) {
    if (pipe(told) != 0) {
        return 1;
    }
    dup2(told[1], STDERR_FILENO);
    close_all();
    int first, second, third = await sleeps();
    parallel (s) {
        spawn (s) first = sleeps();
        spawn (s) second = sleeps();
    }
    printf("slept: %d %d %d\n", first, second, third);
    printf("the call on the pool: %d\n", await blocking(five()));
    char text[1000] = "";
    ssize_t size = await blocking(read(told[0], text, sizeof text - 1));
    const char *line = strstr(text, "Bad file descriptor");
    bool is_one = size > 0 && line && strchr(text, '\n') == text + size - 1;
    printf("%s\n", is_one ? "told once" : text);
    return 0;
}
