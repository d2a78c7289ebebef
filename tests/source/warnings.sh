# Tarry's own sources are clean on gcc and clang.
flags="-std=gnu11 -O2 -D_GNU_SOURCE -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror"
uring=
printf '#include <liburing.h>\n' >uring.c
for compiler in gcc clang; do
    command -v $compiler >/dev/null || continue
    ! $compiler -fsyntax-only uring.c 2>/dev/null || uring=-DTARRY__HAVE_LIBURING
    find "$ROOT/src" -name '*.c' | sort | while read -r source; do
        case $source in
        */src/compiler/*) words= ;;
        *) words=-DTARRY_NO_KEYWORDS ;;
        esac
        # shellcheck disable=SC2086 # lists of options
        $compiler $flags $words $uring -I"$ROOT/src" -I"$ROOT/include" -c "$source" -o object.o || exit 1
    done
done
