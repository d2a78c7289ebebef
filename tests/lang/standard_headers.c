// An async function in a file that includes most of the C library's headers, after and before
// <tarry.h>.
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>
#include <tgmath.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)await later(80))};
    int upper = toupper(await later('a'));
    int digit = isdigit(await later('7')) != 0;
    int smaller = abs(await later(-3));
    uint64_t big = UINT64_C(1) << await later(40);
    printf("%d %c %d %d %" PRIu64 "\n", ntohs(address.sin_port), upper, digit, smaller, big);
    return EXIT_SUCCESS + await later(0);
}

// expect: 80 A 1 3 1099511627776
