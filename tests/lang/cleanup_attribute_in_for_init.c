// A variable of a loop's header with a cleanup attribute, alive across an await.
#include <stdio.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
static void bye(int *p) {
    printf("bye %d\n", *p);
}
async int main(void) {
    for (int i __attribute__((cleanup(bye))) = 0; i < 2; i++) {
        await pause_();
        printf("%d\n", i);
    }
    printf("end\n");
    return 0;
}
// expect: 0
// expect: 1
// expect: bye 2
// expect: end
