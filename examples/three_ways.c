// Many things to wait for at the same time, and their results: three ways to collect them.
//
//     tarrycc three_ways.c -o three_ways && ./three_ways
//
// The items are handled on one worker here (`concurrent`): they mostly wait, and what takes no time
// needs no second core. wait_or_compute.c shows when it does.
#include <stdio.h>
#include <tarry.h>

enum { ITEMS = 25, BUFFER = 10 };

typedef TARRY_CHANNEL(int) responses;

static async int handle(int item) {
    printf("  start %d\n", item);
    await tarry_sleep(TARRY_MS(item * 7 % 10)); // somebody answers, some sooner than others
    printf("  end %d\n", item);
    return item * item;
}

// ---- one: each task sends its response into a channel ----

static async void respond(int item, responses *out) {
    await tarry_channel_send(out, await handle(item));
}

static async void respond_to_all(responses *out) {
    concurrent (s) {
        for (int item = 0; item < ITEMS; item++) {
            spawn (s) respond(item, out);
        }
    } // nobody sends any more
    tarry_channel_close(out);
}

static async void through_a_channel(void) {
    responses ch = {0};
    concurrent (s, .fail_fast = true) { // without memory for the child, nobody waits for it
        spawn (s) respond_to_all(&ch);
        int response;
        while (await tarry_channel_receive(&ch, &response) > 0) {
            printf("  got %d\n", response);
        }
    }
}

// ---- two: the scope itself gives the results as they finish ----

static async void as_they_finish(int results[ITEMS]) {
    concurrent (s) {
        for (int item = 0; item < ITEMS; item++) {
            spawn (s) results[item] = handle(item);
        }
        int *response;
        while ((response = await tarry_next(&s))) {
            printf("  got %d\n", *response);
        }
    }
} // and behind the scope they are all there, in the order of the items

// ---- three: ten at most at the same time ----

static async void ten_as_they_finish(int results[ITEMS]) {
    concurrent (s) {
        for (int done = 0, item = 0; done < ITEMS; done++) {
            while (item < ITEMS && item < done + BUFFER) {
                spawn (s) results[item] = handle(item);
                item++;
            }
            int *response = await tarry_next(&s);
            if (!response) { // no memory for one of them
                break;
            }
            printf("  got %d\n", *response);
        }
    }
}

// The scope can count by itself, where nobody needs the results before all are there.
static async void ten_at_a_time(int results[ITEMS]) {
    concurrent (s, .limit = BUFFER) {
        for (int item = 0; item < ITEMS; item++) {
            await spawn (s) results[item] = handle(item); // waits for one of the ten places
        }
    }
}

static void print(const int results[ITEMS]) {
    printf("in the order of the items:");
    for (int item = 0; item < ITEMS; item++) {
        printf(" %d", results[item]);
    }
    printf("\n");
}

async int main(void) {
    int results[ITEMS];
    printf("through a channel:\n");
    await through_a_channel();
    printf("as they finish:\n");
    await as_they_finish(results);
    print(results);
    printf("ten, as they finish:\n");
    await ten_as_they_finish(results);
    print(results);
    printf("ten at a time:\n");
    await ten_at_a_time(results);
    print(results);
    return 0;
}
