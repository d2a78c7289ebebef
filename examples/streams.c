// Streams: values that come one after the other, each of which may have to be waited for. A stream
// is a channel, a generator a task that sends into it, and what is done with streams elsewhere by
// combinators is a loop here. docs/streams.md tells more.
//
//     tarrycc streams.c -o streams && ./streams
#include <stdio.h>
#include <tarry.h>

enum { AT_ONCE = 4 };

typedef TARRY_CHANNEL(int) numbers;

// What there is to wait for: 2 takes longer than 3.
static async int square(int number) {
    for (int i = 0; i < number * 7 % 5; i++) {
        await tarry_yield();
    }
    return number * number;
}

// ---- a generator: an async function that yields values, by sending them ----

static async void count(int end, numbers *out) {
    defer tarry_channel_close(out);
    for (int i = 0; i < end; i++) {
        if (await tarry_channel_send(out, i) < 0) {
            return; // nobody wants more
        }
    }
}

// ---- map, filter, take: a loop ----

static async void keep_odd(numbers *in, numbers *out) {
    defer tarry_channel_close(out);
    int number;
    while (await tarry_channel_receive(in, &number) > 0) {
        if (number % 2 && await tarry_channel_send(out, number) < 0) {
            return;
        }
    }
}

static async void square_each(numbers *in, numbers *out) {
    int number;
    while (await tarry_channel_receive(in, &number) > 0) {
        if (await tarry_channel_send(out, await square(number)) < 0) {
            return;
        }
    }
}

// ---- buffer_unordered(n): n tasks take from one stream, and send into another ----

static async void square_at_once(numbers *in, numbers *out) {
    concurrent (s) {
        for (int i = 0; i < AT_ONCE; i++) {
            spawn (s) square_each(in, out);
        }
    }
    tarry_channel_close(out);
}

// ---- buffered(n): a task for each value, n at a time, and each sends in its turn ----

static async int square_in_turn(int number, numbers *out, struct tarry_semaphore *turn,
                                struct tarry_semaphore *next) {
    int result = await square(number);
    int error = await tarry_semaphore_acquire(turn, 1);
    if (error == 0) {
        error = await tarry_channel_send(out, result);
        tarry_semaphore_add(next, 1);
    }
    return error;
}

static async void square_in_order(numbers *in, numbers *out) {
    defer tarry_channel_close(out);
    struct tarry_semaphore turn[AT_ONCE] = {TARRY_SEMAPHORE_INIT(1)}; // goes round
    int number;
    concurrent (s, .limit = AT_ONCE, .fail_fast = true) {
        for (size_t i = 0; await tarry_channel_receive(in, &number) > 0; i++) {
            await spawn (s)
                square_in_turn(number, out, &turn[i % AT_ONCE], &turn[(i + 1) % AT_ONCE]);
        }
    }
}

// ---- collect, fold, for_each: the loop of who wants the values ----

static async int collect(numbers *in, int *values, int most) {
    int n = 0;
    while (n < most && await tarry_channel_receive(in, &values[n]) > 0) {
        n++;
    }
    return n;
}

static async void print(const char *what, numbers *in, int most) {
    int values[20], n = await collect(in, values, most);
    printf("%s:", what);
    for (int i = 0; i < n; i++) {
        printf(" %d", values[i]);
    }
    printf("\n");
}

// ---- for_each_concurrent(n): a scope with a limit ----

static async void add_square(int number, int *sum) {
    *sum += await square(number);
}

static async int sum_of_squares(numbers *in) {
    int number, sum = 0;
    concurrent (s, .limit = AT_ONCE) {
        while (await tarry_channel_receive(in, &number) > 0) {
            await spawn (s) add_square(number, &sum);
        }
    }
    return sum;
}

async int main(void) {
    concurrent (s, .fail_fast = true) {
        numbers all = {0}, odd = {0};
        spawn (s) count(12, &all);
        spawn (s) keep_odd(&all, &odd);
        await print("odd numbers", &odd, 20);
    }
    concurrent (s, .fail_fast = true) {
        numbers all = {0}, squares = {0};
        spawn (s) count(12, &all);
        spawn (s) square_at_once(&all, &squares);
        await print("squares, as they come", &squares, 20);
    }
    concurrent (s, .fail_fast = true) {
        numbers all = {0}, squares = {0};
        spawn (s) count(12, &all);
        spawn (s) square_in_order(&all, &squares);
        await print("squares, in order", &squares, 20);
    }
    concurrent (s, .fail_fast = true) {
        numbers all = {0};
        spawn (s) count(12, &all);
        printf("their sum: %d\n", await sum_of_squares(&all));
    }
    concurrent (s, .fail_fast = true) {
        numbers all = {0}; // without an end, but for who cancels it
        spawn (s) count(INT32_MAX, &all);
        await print("the first five", &all, 5);
        tarry_cancel(&s);
    }
    return 0;
}
