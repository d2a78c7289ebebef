#include "pointer_inline.h"

increment_type *other_file(void) {
    return increment;
}
