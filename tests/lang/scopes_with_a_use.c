// Scopes that start nothing themselves: their address goes to who does, they are cancelled, or they are a shield.
#include <stdio.h>
#include <tarry.h>

static async void child(int n) {
    printf("child %d\n", n);
}

static async void start(struct tarry_scope *scope, int n) {
    spawn (*scope) child(n);
}

async int main(void) {
    concurrent (s) {
        await start(&s, 1);
    }
    concurrent (s) {
        struct tarry_scope *scope = &s;
        spawn (*scope) child(2);
    }
    concurrent (s) {
        tarry_cancel(&s);
        printf("%d\n", await tarry_sleep(TARRY_SEC(100)) < 0);
    }
    concurrent (s, .shield = true) {
        printf("%d\n", await tarry_sleep(0));
    }
    concurrent (outer) {
        concurrent (inner) {
            if (outer.error == 0)
                spawn (outer) child(3);
            spawn (inner) child(4);
        }
    }
    return 0;
}
// expect: child 1
// expect: child 2
// expect: 1
// expect: 0
// expect: child 3
// expect: child 4
