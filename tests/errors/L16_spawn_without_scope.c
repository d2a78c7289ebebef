#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    int r[3];
    concurrent (s) {
        spawn r[0] = job(1); // error: spawn needs the scope that the child belongs to [L16]
        spawn job(1);        // error: spawn needs the scope that the child belongs to [L16]
        spawn (s) r[2] = job(1);
    }
    return r[0];
}
