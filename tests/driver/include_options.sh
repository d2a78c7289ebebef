# Headers come from where the user says; Tarry's are found without being named.
. "$ROOT/tests/driver/support/lib.sh"

mkdir -p inc sys quoted
echo '#define ONE 1' >inc/one.h
echo '#define TWO 2' >sys/two.h
echo '#define THREE 3' >quoted/three.h
echo '#define FOUR 4' >forced.h
echo '#define FIVE 5' >macros.h
cat >program.c <<'END'
#include <one.h>
#include <two.h>
#include "three.h"
async int main(void) {
    await tarry_yield();
    return ONE + TWO + THREE + FOUR + FIVE + SIX - 21;
}
END
"$TARRYCC" -I inc -isystem sys -iquote quoted -include tarry.h -include forced.h -imacros macros.h -D SIX=6 \
    -Werror -Wall -Wextra program.c -o program
./program
"$TARRYCC" -Iinc -isystemsys -iquotequoted -include tarry.h -includeforced.h -imacrosmacros.h -DSIX=6 program.c -o program
./program
# The user's tarry.h, if there is one in the user's folders, is the user's business.
mkdir own
printf '#include_next <tarry.h>\n#define MINE 0\n' >own/tarry.h
printf '#include <tarry.h>\nasync int main(void) { await tarry_yield(); return MINE; }\n' >mine.c
"$TARRYCC" -Iown mine.c -o mine
./mine
