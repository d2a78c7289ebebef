# tarry.h without async code, or a part of it, does no harm.
. "$ROOT/tests/driver/support/lib.sh"

printf '#include <tarry.h>\n#include <stdio.h>\nint main(void) { puts("fine"); return 0; }\n' >all.c
printf '#include <tarry/scope.h>\nint main(void) { struct tarry_scope s = {0}; return s.error; }\n' >part.c
printf '#include <stdio.h>\nint main(void) { puts("_Async is a word"); return 0; }\n' >string.c
for file in all part string; do
    "$TARRYCC" -Wall -Wextra -Werror -g $file.c -o $file
    ./$file >/dev/null
done
"$CC" -g -c string.c -o wanted.o
"$TARRYCC" -g -c string.c -o string.o
same wanted.o string.o
