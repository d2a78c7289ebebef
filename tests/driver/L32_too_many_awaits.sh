# Rule L32: a function with more awaits than a state can number is refused, with the place of the first too many.
. "$ROOT/tests/driver/support/lib.sh"

awk 'BEGIN {
    print "#include <tarry.h>\nasync int main(void) {"
    for (i = 0; i < 65536; i++) print "    await tarry_yield();"
    print "    return 0;\n}"
}' >many.c
! "$TARRYCC" -c many.c 2>message || fail "it was compiled"
grep -q 'many.c:65537:5: error: more than 65534 awaits in one function \[L32\]' message || fail "$(cat message)"
