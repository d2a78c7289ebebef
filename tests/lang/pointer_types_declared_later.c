// Prototypes and definitions of one async function that spell its types differently; values used before the definition.
#include <stdio.h>
#include <tarry.h>

struct point;
static async struct point *move(struct point *from, int[3], int by(int));
static async struct point *(*const mover)(struct point *, int *, int (*)(int)) = move;

typedef struct point {
    int x;
} point_type;
typedef point_type *point_pointer;
typedef int number;
enum { COUNT = 3 };
typedef number (*function)(number);

static number twice(number n) {
    return 2 * n;
}

async int main(void) {
    point_type p = {0};
    int by[] = {1, 2, 3};
    point_pointer moved = await mover(&p, by, twice);
    printf("%d\n", moved->x); // expect: 12
    return 0;
}

static async point_pointer move(point_pointer from, number by[COUNT], function change) {
    for (int i = 0; i < COUNT; i++) {
        await tarry_yield();
        from->x += change(by[i]);
    }
    return from;
}
