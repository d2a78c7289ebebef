// Lines joined by backslashes, tokens far apart, comments in odd places, trigraph-like text.
#include <stdio.h>
#include <tarry.h>

static async int later(/* nothing */ int x /* here */) { // end
    aw\
ait tarry_yield();
    return x;
}

async /* the
         main */
    int
    main(void) {
    int x = await /**/ later(/* one */ 1) // comment
            + await
                  later(2);
    const char *s = "await later(3) // not a comment /* nor this */ \" \\";
    char c = '"', d = '\'';
    printf("%d %s %c%c %s\n", x, s, c, d, "a" /* joined */ "b");
    return 0;
}

// expect: 3 await later(3) // not a comment /* nor this */ " \ "' ab
