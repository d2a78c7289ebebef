// tarry_read_until on standard input, line by line, to the end.
// stdin: first line
// stdin: second
// stdin:
// stdin: last
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    char buffer[64], *line;
    struct tarry_reader in = tarry_reader(0, buffer, sizeof buffer);
    ssize_t length;
    while ((length = await tarry_read_until(&in, '\n', &line)) > 0) {
        printf("%d %.*s\n", (int)length, (int)length - 1, line);
    }
    printf("%d\n", (int)length);
    return 0;
}

// expect: 11 first line
// expect: 7 second
// expect: 1
// expect: 5 last
// expect: 0
