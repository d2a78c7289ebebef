// async main is extern.
#include <tarry.h>

static async int main(void) { // error: async main can be neither static nor inline
    return 0;
}
