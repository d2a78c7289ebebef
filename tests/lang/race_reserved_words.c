// Races and deadlines without the friendly words.
#define TARRY_NO_KEYWORDS
#include <stdio.h>
#include <tarry.h>

int race(int when, int within) {
    return when * within;
}

_Async int main(void) {
    int a = 0, blocking = 2;
    _Race {
        _When (a = _Await tarry_sleep(0)) {
            printf("%d\n", race(a + 2, blocking));
        }
        _When (_Await tarry_sleep(TARRY_SEC(1000))) {
            printf("no\n");
        }
    }
    _Race _Fair {
        _When (a = _Await tarry_sleep(0)) {
            printf("%d\n", a);
        }
    }
    _Within (0) {
        a = _Await tarry_sleep(0);
    } else {
        printf("%d\n", a < 0);
    }
    return 0;
}

// expect: 4
// expect: 0
// expect: 1
