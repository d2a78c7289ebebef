// A plain spawn where the scope's limit is in view.
// options: -Werror=tarry-limit
#include <tarry.h>

async int job(int n);

async int main(void) {
    int r[3];
    parallel (s, .fail_fast = true, .limit = 2) {
        spawn (s) r[0] = job(0); // error: starts nothing while `s` has as many children as its limit
        await spawn (s) r[1] = job(1);
        spawn (s) r[2] = job(2); // error: starts nothing while `s` has as many children as its limit [L39, -Werror=tarry-limit]
    }
    return r[0] + r[1] + r[2];
}
