// errno goes with the call: it begins with the caller's, and the caller has what it left.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>
#include <unistd.h>

static int show(void) {
    int found = errno;
    errno = ERANGE;
    return found;
}

static async int opened(int n) {
    int fd = await blocking(open("/there/is/no/such/file", O_RDONLY));
    int error = errno;
    return fd == -1 && error == ENOENT ? n : -1;
}

async int main(void) {
    errno = EDOM;
    int before = await blocking(show());
    int after = errno;
    printf("%d %d\n", before == EDOM, after == ERANGE);
    errno = 0;
    long number = await blocking(strtol("99999999999999999999999", NULL, 10));
    after = errno;
    printf("%d %d\n", number > 0, after == ERANGE);
    static int results[100];
    int sum = 0;
    parallel (s) {
        for (int i = 0; i < 100; i++)
            spawn (s) results[i] = opened(i);
    }
    for (int i = 0; i < 100; i++)
        sum += results[i];
    printf("%d\n", sum);
    return 0;
}

// expect: 1 1
// expect: 1 1
// expect: 4950
