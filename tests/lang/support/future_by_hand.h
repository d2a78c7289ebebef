// Futures written by hand, as their users see them.
#include <tarry/future.h>

#include <pthread.h>

// countdown lets other tasks run n times, as long as there is budget without suspending. Returns n.
struct countdown__future {
    int result;
    unsigned short state;
    int n;
    int left;
};
bool countdown__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function countdown__function;
async int countdown(int n);

// rest suspends n times. A future of a future: it polls countdown's.
struct rest__future {
    unsigned short state;
    int n;
    struct countdown__future inner;
};
bool rest__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function rest__function;
async void rest(int n);

// A latch is waited for until it is open. For the tasks of one worker.
struct latch {
    bool is_open;
    struct latch_wait__future *waiting;
};
void latch_open(struct latch *latch);
int latches_waited_on(void);

struct latch_wait__future {
    int result;
    unsigned short state;
    struct latch *latch;
    struct tarry_task *task;
    struct latch_wait__future *next;
};
bool latch_wait__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function latch_wait__function;
// latch_wait returns 0, or -ECANCELED.
async int latch_wait(struct latch *latch);

// square_elsewhere has a thread of its own compute n * n; of a negative n it waits to be told to stop.
struct square_elsewhere__future {
    int result;
    unsigned short state;
    int n;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t told;
    bool stop;
    struct tarry_waker waker;
};
bool square_elsewhere__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function square_elsewhere__function;
async int square_elsewhere(int n);
