// An async function is a state machine, not a thread: what it awaits lies in it, in one piece, and
// where nothing has to be waited for, it runs through like any function. Here a message is added to
// a user's inbox. The first time message and user have to be fetched; later both are in memory, and
// add_to_inbox does not suspend at all.
//
//     tarrycc inbox.c -o inbox && ./inbox
//     tarrycc --frames inbox.c                   what its state consists of
//     tarrycc --dump=lowered inbox.c             the machine itself
//
// How that is seen: in a `concurrent` scope another task can run only while this one is suspended.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

enum { USERS = 100, SPACE = 3 };

struct user {
    int messages;
    const char *inbox[SPACE];
};

static struct user users[USERS];
static struct user *user_cache[USERS];
static const char *message_cache;

static async struct user *fetch_user(int id) {
    await tarry_sleep(TARRY_MS(1)); // the database
    return id < USERS ? &users[id] : NULL;
}

static async struct user *get_user(int id) {
    if (id < USERS && user_cache[id]) {
        return user_cache[id];
    }
    struct user *user = await fetch_user(id);
    if (user) {
        user_cache[id] = user;
    }
    return user;
}

static async const char *load_message(const char *mail) {
    if (message_cache && strcmp(message_cache, mail) == 0) {
        return message_cache;
    }
    await tarry_sleep(TARRY_MS(1)); // the disk
    return message_cache = mail;
}

static async int add_to_inbox(const char *mail, int id) {
    const char *message = await load_message(mail);
    struct user *user = await get_user(id);
    if (!user) {
        return -ENOENT;
    }
    if (user->messages == SPACE) {
        return -ENOSPC;
    }
    user->inbox[user->messages++] = message;
    return 0;
}

// Counts the turns it gets.
static async void watch(unsigned *turns) {
    do {
        ++*turns;
    } while (await tarry_sleep(0) == 0);
}

static async void add_watched(const char *mail, int id) {
    unsigned turns = 0;
    concurrent (s) {
        spawn (s) watch(&turns);
        int error = await add_to_inbox(mail, id);
        const char *what = error == -ENOENT   ? "no such user"
                           : error == -ENOSPC ? "the inbox is full"
                                              : "added";
        printf("%s, %s\n", what, turns > 0 ? "suspended" : "never suspended");
        tarry_cancel(&s);
    }
}

async int main(void) {
    await add_watched("hello", 7);
    await add_watched("hello", 7);
    await add_watched("hello", 7);
    await add_watched("hello", 7);
    await add_watched("hello", 7000);
    return 0;
}
