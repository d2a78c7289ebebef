// A va_list and other arrays behind a typedef cannot be parameters of an async function.
#include <stdarg.h>
#include <tarry.h>

static async int print(const char *format, va_list list) { // error: parameter `list` of async function `print`
    (void)list;
    return *format;
}

async int main(void) {
    return 0;
}
