// What does not fit a channel's element is an error, also where C would only warn.
// options: -w
#include <tarry.h>

struct job {
    int n, more;
};
struct other {
    int n;
};
typedef TARRY_CHANNEL(struct job) jobs;
typedef TARRY_CHANNEL(int) ints;
typedef TARRY_CHANNEL(char *) strings;

async void all(jobs *j, ints *i, strings *s, struct other *other, int *numbers, long big) {
    (void)await tarry_channel_send(j, 5); // error: the value is not of the element type
    (void)await tarry_channel_send(j, other); // error: the value is not of the element type
    (void)await tarry_channel_send(i, numbers); // error: the value is not of the element type
    (void)await tarry_channel_send(s, numbers); // error: the value is not of the element type
    (void)tarry_channel_try_send(s, 5); // error: the value is not of the element type
    (void)await tarry_channel_receive(i, &big); // error: the place is not a pointer to the element type
    (void)await tarry_channel_receive_many(s, numbers, 5); // error: the place is not a pointer to the element type
    (void)await tarry_channel_send_many(i, &big, 1); // error: the items are not of the element type
    (void)tarry_channel_try_receive(i, &other->n);
    (void)await tarry_channel_send_many(i, numbers, 1);
}
