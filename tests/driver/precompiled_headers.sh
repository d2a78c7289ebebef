# Headers are precompiled as by the plain compiler, with -c or without, and used where they fit.
. "$ROOT/tests/driver/support/lib.sh"

printf '#include <stdio.h>\n#define WORD "hello"\n' >plain.h
printf '#include "plain.h"\n#include <tarry.h>\nasync const char *word(void);\n' >async.h
async_program program.c hello
cat >uses.c <<'END'
#include "async.h"
async const char *word(void) {
    await tarry_yield();
    return WORD;
}
async int main(void) {
    return puts(await word()) < 0;
}
END
is_gcc && suffix=gch || suffix=pch
for header in plain async; do
    for options in "-x c-header" "-c -x c-header" "" "-c"; do
        rm -f $header.h.$suffix
        "$TARRYCC" $options $header.h -o $header.h.$suffix >log 2>&1 || fail "$options: $(cat log)"
        [ -s $header.h.$suffix ] || fail "$options: no $header.h.$suffix"
    done
    "$TARRYCC" -Wall -Wextra uses.c -o uses
    ./uses >out
    is out hello
    "$TARRYCC" -Wall -Wextra -include $header.h program.c -o program
    ./program >out
    is out hello
done
