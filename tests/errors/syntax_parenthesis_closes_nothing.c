#include <tarry.h>

async int job(int n);

static int plain ) {
    return job(1); // error: called outside of any function
}
