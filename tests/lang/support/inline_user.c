#include "inline_functions.h"

async int inline_user(int x);

async int inline_user(int x) {
    return 2 * await inline_sum(x);
}
