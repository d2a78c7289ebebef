// What fits an element: whatever could be assigned to it. Values may await; literals need no parentheses.
#include <stdio.h>
#include <tarry.h>

struct job {
    int n;
    char text[20];
};
enum color { RED, GREEN };
typedef TARRY_CHANNEL(struct job) jobs;
typedef TARRY_CHANNEL(const char *) strings;
typedef TARRY_CHANNEL(char *) buffers;
typedef TARRY_CHANNEL(void *) pointers;
typedef TARRY_CHANNEL(double) doubles;
typedef TARRY_CHANNEL(unsigned char) bytes;
typedef TARRY_CHANNEL(enum color) colors;
typedef TARRY_CHANNEL(int (*)(int)) functions;
typedef TARRY_CHANNEL(int) ints;

static async struct job make(int n) {
    await tarry_yield();
    return (struct job){n, "made"};
}
static async int number(int n) {
    await tarry_yield();
    return n;
}
static int twice(int n) {
    return 2 * n;
}

async int main(void) {
    struct job job_storage[4];
    jobs j = TARRY_CHANNEL_INIT(job_storage);
    const struct job constant = {1, "constant"};
    int errors = 0;
    errors += await tarry_channel_send(&j, constant);
    errors += await tarry_channel_send(&j, (struct job){errors + 2, "literal"});
    errors += await tarry_channel_send(&j, await make(3));
    struct job job;
    while (tarry_channel_try_receive(&j, &job) > 0) {
        printf("%d %s\n", job.n, job.text);
    }

    const char *string_storage[3];
    strings s = TARRY_CHANNEL_INIT(string_storage);
    char text[] = "array";
    errors += await tarry_channel_send(&s, "literal");
    errors += await tarry_channel_send(&s, text);
    errors += await tarry_channel_send(&s, NULL);
    const char *string;
    while (tarry_channel_try_receive(&s, &string) > 0) {
        printf("%s\n", string ? string : "(none)");
    }

    char *buffer_storage[1];
    void *pointer_storage[1];
    buffers b = TARRY_CHANNEL_INIT(buffer_storage);
    pointers p = TARRY_CHANNEL_INIT(pointer_storage);
    errors += await tarry_channel_send(&b, text);
    char *buffer;
    errors += await tarry_channel_receive(&b, &buffer) - 1;
    errors += await tarry_channel_send(&p, buffer);
    void *pointer;
    errors += await tarry_channel_receive(&p, &pointer) - 1;
    errors += await tarry_channel_send(&b, pointer);
    printf("%d\n", pointer == (void *)text);

    double double_storage[2];
    doubles d = TARRY_CHANNEL_INIT(double_storage);
    errors += await tarry_channel_send(&d, 1);
    errors += await tarry_channel_send(&d, 2.5f);
    double doubled[2];
    printf("%d", (int)tarry_channel_try_receive_many(&d, doubled, 2));
    printf(" %.1f %.1f\n", doubled[0], doubled[1]);

    unsigned char byte_storage[1], byte;
    bytes y = TARRY_CHANNEL_INIT(byte_storage);
    errors += await tarry_channel_send(&y, 'a');
    errors += await tarry_channel_receive(&y, &byte) - 1;
    enum color color_storage[1], color;
    colors c = TARRY_CHANNEL_INIT(color_storage);
    errors += await tarry_channel_send(&c, GREEN);
    errors += await tarry_channel_receive(&c, &color) - 1;
    int (*function_storage[1])(int), (*function)(int);
    functions f = TARRY_CHANNEL_INIT(function_storage);
    errors += await tarry_channel_send(&f, twice);
    errors += await tarry_channel_receive(&f, &function) - 1;
    printf("%c %d %d\n", byte, color == GREEN, function(21));

    int storage[2], n;
    ints i = TARRY_CHANNEL_INIT(storage);
    errors += await tarry_channel_send(&i, await number(4) + await tarry_channel_send(&i, 3));
    while (tarry_channel_try_receive(&i, &n) > 0) {
        printf("%d\n", n);
    }
    printf("%d\n", errors);
    return 0;
}

// expect: 1 constant
// expect: 2 literal
// expect: 3 made
// expect: literal
// expect: array
// expect: (none)
// expect: 1
// expect: 2 1.0 2.5
// expect: a 1 42
// expect: 3
// expect: 4
// expect: 0
