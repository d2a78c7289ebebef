// The variable of an awaited spawn has the type of the result, too.
#include <tarry.h>

async int job(int n);

async int main(void) {
    long r = 0;
    concurrent (s, .limit = 1) {
        await spawn (s) r = job(1); // error: type is not the result type of job [L30]
    }
    return (int)r;
}
