# Rule L27: nesting without end is refused, with one error; a hundred levels are fine.
. "$ROOT/tests/driver/support/lib.sh"

nest() { # nest LEVELS FILE
    awk -v levels="$1" 'BEGIN {
        print "#include <tarry.h>\nasync int main(void) {"
        for (i = 0; i < levels; i++) print "{"
        print "await tarry_yield();"
        for (i = 0; i < levels; i++) print "}"
        print "return 0;\n}"
    }' >"$2"
}
nest 100 fine.c
"$TARRYCC" -c fine.c || fail "a hundred levels"
nest 5000 deep.c
! "$TARRYCC" -c deep.c 2>message || fail "it was compiled"
[ "$(grep -c 'error: nested more than .* \[L27\]' message)" = 1 ] || fail "$(cat message)"
