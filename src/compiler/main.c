// tarrycc, the compiler wrapper.
#include "compiler/driver.h"

int main(int argument_count, char **arguments) {
    return driver_main(argument_count, arguments);
}
