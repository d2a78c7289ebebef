// blocking stands directly behind await.
#include <tarry.h>

int plain(int n);
async int job(int n);

async int main(void) {
    blocking(plain(1)); // error: blocking stands directly behind await [L38]
    int n = await job(2) + blocking(plain(3)); // error: blocking stands directly behind await [L38]
    spawn_nothing: n += blocking(plain(4)); // error: blocking stands directly behind await [L38]
    if (n == 1) goto spawn_nothing;
    return await blocking(plain(5));
}

int outside(void) {
    return await blocking(plain(6)); // error: await outside async code [L1]
}
