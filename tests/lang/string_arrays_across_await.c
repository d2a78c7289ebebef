// Arrays initialised by string literals: exact size, larger, smaller by the zero, wide, in a
// struct, two-dimensional.
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <tarry.h>

struct record {
    char name[8];
    int n;
};

async int main(void) {
    char exact[5] = "four", larger[8] = "abc",
         joined[] = "ab"
                    "cd";
    char braces[] = {"in braces"};
    char letters[] = {'x', 'y', 0};
    wchar_t wide[] = L"wide";
    struct record record = {"record", 3};
    char table[2][4] = {"one", "two"};
    await tarry_yield();
    printf("%s %s %d %s %d\n", exact, larger, larger[7], joined, (int)sizeof joined);
    printf("%s %s %d %d\n", braces, letters, (int)sizeof letters, (int)wcslen(wide));
    printf("%s %d %s%s\n", record.name, record.n, table[0], table[1]);
    return 0;
}

// expect: four abc 0 abcd 5
// expect: in braces xy 3 4
// expect: record 3 onetwo
