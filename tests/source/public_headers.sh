# Each public header compiles alone, as C11 and as C++, without a warning.
command -v g++ >/dev/null && languages="c c++" || languages=c
for header in $(cd "$ROOT/include" && find . -name '*.h' | sed 's|^\./||' | sort); do
    for language in $languages; do
        case $language in
        c) standard=c11 ;;
        c++) standard=c++11 ;;
        esac
        printf '#include <%s>\n#include <%s>\n' "$header" "$header" >alone
        for compiler in gcc clang; do
            command -v $compiler >/dev/null || continue
            $compiler -x $language -std=$standard -Wall -Wextra -Werror -I"$ROOT/include" -fsyntax-only alone || {
                echo "$header, $compiler -std=$standard"
                exit 1
            }
        done
    done
done
