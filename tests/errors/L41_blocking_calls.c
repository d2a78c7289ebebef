// What waits for something outside stops the whole thread. What says that it does not wait may stay.
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <tarry.h>
#include <time.h>
#include <unistd.h>

static async int sleeper(void) {
    sleep(1);                           // warning: `sleep` blocks the whole worker thread
    usleep(1);                          // warning: `usleep` blocks
    struct timespec second = {1, 0};
    return nanosleep(&second, &second); // warning: `nanosleep` blocks
}

static async ssize_t descriptors(int fd, char *buffer) {
    ssize_t n = read(fd, buffer, 10);     // warning: `read` blocks
    n += recv(fd, buffer, 10, 0);         // warning: `recv` blocks
    n += recv(fd, buffer, 10, MSG_DONTWAIT | MSG_PEEK);
    n += recv(fd, buffer, 10, MSG_PEEK);  // warning: `recv` blocks
    n += send(fd, buffer, 10, MSG_NOSIGNAL); // warning: `send` blocks
    n += write(fd, buffer, 10);           // warning: `write` blocks
    n += write(STDOUT_FILENO, "hello\n", 6);
    n += accept(fd, NULL, NULL);          // warning: `accept` blocks
    n += fsync(fd);                       // warning: `fsync` blocks
    n += flock(fd, LOCK_EX);              // warning: `flock` blocks
    n += flock(fd, LOCK_EX | LOCK_NB);
    n += flock(fd, LOCK_UN);
    struct pollfd poll_me = {.fd = fd};
    struct epoll_event event;
    n += poll(&poll_me, 1, 0);
    n += poll(&poll_me, 1, -1);           // warning: `poll` blocks
    n += epoll_wait(fd, &event, 1, 0);
    n += epoll_wait(fd, &event, 1, 1000); // warning: `epoll_wait` blocks
    n += select(0, NULL, NULL, NULL, NULL); // warning: `select` blocks
    return n;
}

static async int others(pthread_t thread, pthread_cond_t *condition, pthread_mutex_t *mutex, sem_t *semaphore) {
    struct addrinfo *found;
    int n = getaddrinfo("example.org", "80", NULL, &found); // warning: `getaddrinfo` blocks
    n += system("true");                                    // warning: `system` blocks
    n += waitpid(1, NULL, 0);                               // warning: `waitpid` blocks
    n += waitpid(1, NULL, WNOHANG);
    n += pthread_join(thread, NULL);                        // warning: `pthread_join` blocks
    n += pthread_cond_wait(condition, mutex);               // warning: `pthread_cond_wait` blocks
    n += sem_wait(semaphore);                               // warning: `sem_wait` blocks
    n += sem_trywait(semaphore);
    char line[80];
    if (fgets(line, sizeof line, stdin) == NULL)            // warning: `fgets` blocks
        n++;
    n += (int)sizeof(getchar());
    return n + getchar();                                   // warning: `getchar` blocks
}

async int main(void) {
    await sleeper();
    await descriptors(0, NULL);
    defer sleep(0); // warning: `sleep` blocks
    await blocking(sleep(sleep(0))); // warning: `sleep` blocks
    pthread_t thread = pthread_self();
    return await others(thread, NULL, NULL, NULL);
}
