# Async words without <tarry.h> are errors of the compiler's, which cannot know what is missing; as is a name misspelled.
. "$ROOT/tests/driver/support/lib.sh"

printf 'async int main(void) {\n    return 0;\n}\n' >main.c
exits 1 "$TARRYCC" -c main.c
has err "main.c: hint: async and await are words once <tarry.h> is included"
printf '#include <stdio.h>\nstatic async void job(void) {\n}\n' >job.c
exits 1 "$TARRYCC" -c job.c
has err "job.c: hint: async and await are words"

# Somebody else's names are not meant.
cat >other.c <<'END'
typedef int async;
struct uv {
    int async;
};
async f(struct uv *uv, async async) {
    return uv->async + async;
}
END
exits 0 "$TARRYCC" -Wall -Werror -c other.c
[ ! -s err ] || fail "$(cat err)"

# A name that is nobody's is told from that of a plain function.
cat >name.c <<'END'
#include <tarry.h>
int plain(int n);
async int main(void) {
    await tarry_slep(1);
    return await plain(2);
}
END
exits 1 "$TARRYCC" -c name.c
has err "nothing has that name before this line"
has err "call it without await"
