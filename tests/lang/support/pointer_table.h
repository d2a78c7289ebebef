#include <tarry.h>

struct service {
    const char *name;
    async int (*run)(int);
    void *context;
};

extern const struct service services[2];
async int shared(int x);
async int call_back(async int (*callback)(int), int x);
int is_shared(async int (*p)(int));
typedef async int sleeping(int64_t);
sleeping *sleeper(void);
