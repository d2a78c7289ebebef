#include <stdlib.h>
#include <tarry.h>
static async int past(int *numbers, int n) {
    await tarry_yield();
    return numbers[n];
}
async int main(void) {
    int *numbers = calloc(4, sizeof *numbers);
    int result = await past(numbers, 4);
    free(numbers);
    return result;
}
