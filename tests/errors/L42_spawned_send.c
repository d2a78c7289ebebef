// The value of a send is kept in the block the call stands in.
#include <tarry.h>

typedef TARRY_CHANNEL(int) ints;

async void all(ints *channel) {
    int results[4];
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = tarry_channel_send(channel, i); // error: a child of `s` gets a pointer to this call's copy of `i`, whose block ends before the child does [L42]
        }
        spawn (s) results[3] = tarry_channel_send(channel, 3);
    }
}
