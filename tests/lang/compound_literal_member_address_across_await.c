// The address of a member of a compound literal is good until its block ends.
#include <stdio.h>
#include <string.h>
#include <tarry.h>
static async void pause_(void) {
    await tarry_yield();
}
struct s {
    int a;
    char b[8];
    struct {
        int z;
    } in;
};
typedef int three[3];
async int main(void) {
    int *p = &(struct s){1, "abc", {3}}.in.z;
    char *q = (struct s){1, "xyz", {3}}.b;
    char *q1 = &(struct s){1, "xyz", {3}}.b[1];
    typedef int four[4];
    int *r = (four){1, 2, 3, 4};
    int *r2 = (three){5, 6, 7};
    int *r3 = (__typeof__(int[2])){8, 9};
    await pause_();
    char junk[256];
    memset(junk, 7, sizeof junk);
    await pause_();
    printf("%d %s %s %d %d %d %d\n", *p, q, q1, r[3], r2[2], r3[1], junk[3]);
    return 0;
}
// expect: 3 xyz yz 4 7 9 7
