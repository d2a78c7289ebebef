// `int a[] = {...}` and `char s[] = "..."` alive across awaits keep their size and contents.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct entry {
    const char *name;
    int value;
};

async int main(void) {
    int numbers[] = {1, 2, 3, 4, 5};
    char text[] = "some text";
    struct entry table[] = {{"one", 1}, {"two", 2}};
    const char *words[] = {"alpha", "beta", NULL};
    int sparse[] = {[9] = 9};
    await tarry_yield();
    numbers[4] *= 10;
    text[0] = 'S';
    table[1].value = 22;
    await tarry_yield();
    printf("%d %d %d\n", (int)sizeof numbers, numbers[0], numbers[4]);
    printf("%d %s\n", (int)sizeof text, text);
    printf("%d %s %d\n", (int)(sizeof table / sizeof table[0]), table[1].name, table[1].value);
    printf("%s %d\n", words[1], words[2] == NULL);
    printf("%d %d\n", (int)(sizeof sparse / sizeof sparse[0]), sparse[9] + sparse[3]);
    return 0;
}

// expect: 20 1 50
// expect: 10 Some text
// expect: 2 two 22
// expect: beta 1
// expect: 10 9
