# -MD and its family write what the plain compiler writes, under the name it would use.
. "$ROOT/tests/driver/support/lib.sh"

mkdir plain tarry
for folder in plain tarry; do
    mkdir "$folder/sub dir"
    echo '#define N 1' >$folder/own.h
    printf '#include <tarry.h>\n#include "own.h"\n' >$folder/part.c
done
cp plain/part.c plain/main.c
cp tarry/part.c tarry/main.c
printf 'async int f(void);\nasync int f(void) { await tarry_yield(); return N; }\n' >>tarry/part.c
printf 'int f(void) { return N; }\n' >>plain/part.c
printf 'async int main(void) { await tarry_yield(); return 0; }\n' >>tarry/main.c
printf 'int main(void) { return 0; }\n' >>plain/main.c
find_new() {
    find . -newer start -type f ! -name '*.o' ! -name a.out ! -name program ! -name '*.s' | sort
}
compare() {
    for folder in plain tarry; do
        (
            cd $folder
            touch start
            sleep 0.02
            case $folder in
            plain) "$CC" -isystem "$ROOT/include" "$@" ;;
            tarry) "$TARRYCC" "$@" ;;
            esac
            find_new >names
            find_new | while read -r name; do cat "$name"; done >../$folder.txt
            while read -r name; do [ "$name" = ./names ] || rm "$name"; done <names
        )
    done
    same plain/names tarry/names
    [ -s plain/names ] || fail "$*: the plain compiler wrote nothing"
    same plain.txt tarry.txt
}
compare -c part.c -MD
compare -c part.c -MMD
compare -c part.c -MD -o other.o
compare -c part.c -MMD -MP -o "sub dir/other.o"
compare -c part.c -MD -MF deps.mk
compare -c part.c -MDdeps.mk -MD -MF deps.mk 2>/dev/null || true
compare -c part.c -MMD -MFdeps.mk -MT target -MP
compare -c part.c -MMD -MF deps.mk -MQ 'tar$get' -o x.o
compare -c part.c -MMD -MT one -MT two
compare -c part.c main.c -MMD
compare -S part.c -MMD -o part.s
compare -c part.c -o x.o -Wp,-MMD,deps.mk
compare -c part.c -o x.o -Wp,-MD,deps.mk
compare main.c -MMD
compare main.c -MMD -o program
compare main.c -MMD -MF deps.mk -o program
compare main.c -MD -o "sub dir/program"
compare -fsyntax-only -MMD main.c
# -M and -MM print them.
for option in -M -MM "-MM -MG" "-M -MP -MT x"; do
    (cd plain && "$CC" -isystem "$ROOT/include" $option part.c >../plain.txt)
    (cd tarry && "$TARRYCC" $option part.c >../tarry.txt)
    same plain.txt tarry.txt
done
