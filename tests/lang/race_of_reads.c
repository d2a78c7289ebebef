// A race of two pipes and a clock: what has been read is never lost.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#include <unistd.h>

async int main(void) {
    int one[2], two[2], turns[3] = {0}, total = 0, sent = 0;
    char a, b;
    if (pipe(one) < 0 || pipe(two) < 0)
        return 1;
    while (total < 200) {
        if (sent < 200) {
            char c = (char)sent;
            sent += (int)await tarry_write(sent % 3 ? one[1] : two[1], &c, 1);
        }
        ssize_t n = 0, m = 0;
        race {
            when (n = await tarry_read(one[0], &a, 1)) turns[0]++;
            when (m = await tarry_read(two[0], &b, 1)) turns[1]++;
            when (await tarry_sleep(TARRY_SEC(100))) turns[2]++;
        }
        total += (n > 0) + (m > 0);
    }
    printf("%d %d\n", total, turns[2]);
    ssize_t n = 0;
    race {
        when (n = await tarry_read(one[0], &a, 1)) printf("no\n");
        when (await tarry_sleep(TARRY_MS(2))) printf("late %d\n", n == -ECANCELED);
    }
    return 0;
}

// expect: 200 0
// expect: late 1
