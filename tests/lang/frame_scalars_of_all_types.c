// Numbers and pointers of all kinds are saved and loaded with their values.
// expect: -1 255 -2 3 4.5 5.25 6.125 1 k 7 b
#include <stdio.h>
#include <tarry.h>

enum color { RED, GREEN = 7 };

static async void wait(void) {
    await tarry_yield();
}

static int twice(int n) {
    return n * 2;
}

async int main(void) {
    signed char sc = -1;
    unsigned char uc = 255;
    short s = -2;
    unsigned long long ull = 3;
    float f = 4.5f;
    double d = 5.25;
    long double ld = 6.125L;
    _Bool b = 1;
    char ch = 'k';
    enum color color = GREEN;
    const char *text = "abc";
    int (*function)(int) = twice;
    int numbers[2] = {1, 2}, (*rows)[2] = &numbers;
    await wait();
    printf("%d %d %d %llu %.1f %.2f %.3Lf %d %c %d %c\n", sc, uc, s, ull, (double)f, d, ld, b, ch,
           color, text[1]);
    await wait();
    return function((*rows)[1]) - 4 + (int)(sc + uc) - 254;
}
