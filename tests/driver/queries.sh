# Questions to the compiler are answered by it.
. "$ROOT/tests/driver/support/lib.sh"

for option in -dumpmachine -dumpversion -print-search-dirs -print-file-name=libc.so -print-prog-name=ld \
    -print-libgcc-file-name --print-multi-lib; do
    "$CC" $option >wanted
    "$TARRYCC" $option >out
    same wanted out
done
"$TARRYCC" --version >out
"$CC" --version | head -1 >wanted
[ "$(head -1 out)" = "$(cat wanted)" ] || fail "the compiler's version does not come first: $(cat out)"
has out "tarrycc (Tarry)"
"$TARRYCC" --help >out
has out "Usage: tarrycc"
has out "--emit-c"
"$TARRYCC" -v 2>err >out
has err "tarrycc (Tarry)"
has err "$("$CC" -v 2>&1 | grep version | head -1)"
plain_program plain.c plain
"$TARRYCC" -### plain.c -o plain 2>err
[ ! -e plain ] || fail "-### ran something"
has err "plain.c"
async_program program.c hello
"$TARRYCC" -v program.c -o program 2>err
has err " -E "
[ "$(./program)" = hello ] || fail "wrong program"
exits 1 "$TARRYCC"
"$CC" >/dev/null 2>wanted || true
has err "no input files"
"$TARRYCC" -E -dM -x c /dev/null | grep -v __TARRYCC__ | sort >out
"$CC" -E -dM -x c /dev/null | sort >wanted
same wanted out
