// async main returns int.
#include <tarry.h>

async void main(void) { // error: the result of async main must be int
}
