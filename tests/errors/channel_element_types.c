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
    (void)await tarry_channel_send(j, 5); // error: the_value_is_not_of_the_element_type
    (void)await tarry_channel_send(j, other); // error: the_value_is_not_of_the_element_type
    (void)await tarry_channel_send(i, numbers); // error: the_value_is_not_of_the_element_type
    (void)await tarry_channel_send(s, numbers); // error: the_value_is_not_of_the_element_type
    (void)tarry_channel_try_send(s, 5); // error: the_value_is_not_of_the_element_type
    (void)await tarry_channel_receive(i, &big); // error: the_place_is_no_pointer_to_the_element_type
    (void)await tarry_channel_receive_many(s, numbers, 5); // error: the_place_is_no_pointer_to_the_element_type
    (void)await tarry_channel_send_many(i, &big, 1); // error: the_items_are_not_of_the_element_type
    (void)tarry_channel_try_receive(i, &other->n);
    (void)await tarry_channel_send_many(i, numbers, 1);
}
