# For the driver's tests: sourced first. The runner gives TARRYCC, CC, BUILD and ROOT, and an empty folder to work in.

fail() {
    echo "$*"
    exit 1
}

# is FILE TEXT: the file is exactly that text (a newline at its end does not count).
is() {
    [ "$(cat "$1")" = "$2" ] || fail "$1 is not '$2' but: $(cat "$1")"
}

has() { # has FILE TEXT
    grep -qF -e "$2" "$1" || fail "$1 has no '$2': $(head -c 3000 "$1")"
}

has_not() {
    ! grep -qF -e "$2" "$1" || fail "$1 has '$2': $(grep -F -e "$2" "$1")"
}

same() { # same FILE FILE: byte for byte
    cmp "$1" "$2" || fail "$1 and $2 differ"
}

exits() { # exits STATUS COMMAND...: it ends so; its outputs go to `out` and `err`
    wanted=$1
    shift
    status=0
    "$@" >out 2>err || status=$?
    [ "$status" = "$wanted" ] || fail "$*: exit status $status, not $wanted: $(cat err)"
}

is_gcc() {
    case $CC in *gcc*) return 0 ;; *) return 1 ;; esac
}

plain_program() { # plain_program FILE TEXT: prints TEXT
    printf '#include <stdio.h>\nint main(void) {\n    puts("%s");\n    return 0;\n}\n' "$2" >"$1"
}

async_program() { # the same with async code
    cat >"$1" <<END
#include <stdio.h>
#include <tarry.h>

static async int answer(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int n = await answer(0);
    puts("$2");
    return n;
}
END
}
