# CC=tarrycc with autoconf and automake: configure's questions get the compiler's answers, and make, make check, make
# distcheck's build outside of the sources work.
. "$ROOT/tests/driver/support/lib.sh"

command -v automake >/dev/null && command -v autoreconf >/dev/null || { echo "autoconf and automake are not here"; exit 77; }
mkdir source
cd source
async_program program.c hello
plain_program plain.c plain
sed -i '1i #include <config.h>\n#ifndef HAVE_STDLIB_H\n#error no stdlib.h\n#endif\n#ifdef HAVE_NOT_THERE_H\n#error what is not there\n#endif' program.c
sed -n '/static async/,/^}/p' program.c >part.c
sed -i 's/static async int answer/async int part/; 1i #include <config.h>\n#include <tarry.h>' part.c
sed -i 's/int n = await answer(0);/int n = await answer(0) + await part(0);/; s/^async int main/async int part(int n);\n&/' program.c
cat >configure.ac <<'END2'
AC_INIT([example], [1.0])
AM_INIT_AUTOMAKE([foreign subdir-objects])
AC_CONFIG_HEADERS([config.h])
AC_PROG_CC
AC_USE_SYSTEM_EXTENSIONS
AC_PROG_RANLIB
AM_PROG_AR
AC_C_INLINE
AC_C_RESTRICT
AC_C_TYPEOF
AC_C_CONST
AC_TYPE_SIZE_T
AC_CHECK_HEADERS([stdlib.h not_there.h])
AC_CHECK_FUNCS([printf no_such_function])
AC_CHECK_SIZEOF([long])
AC_CHECK_DECLS([strdup, no_such_declaration], [], [], [[#include <string.h>]])
AC_SEARCH_LIBS([sqrt], [m])
AC_CHECK_LIB([no_such_library], [f])
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [[_Static_assert(sizeof(long) == 1, "wrong");]])], [AC_MSG_ERROR([errors go unseen])])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
END2
cat >Makefile.am <<'END2'
AM_CFLAGS = -Wall -Wextra -Werror
noinst_LIBRARIES = libpart.a
libpart_a_SOURCES = part.c
bin_PROGRAMS = program plain
program_SOURCES = program.c
program_LDADD = libpart.a
plain_SOURCES = plain.c
TESTS = program plain
END2
autoreconf -i >../log 2>&1 || fail "$(cat ../log)"
cd ..
# What configure finds out is what it finds out with the plain compiler.
for folder in plain tarry; do
    mkdir $folder
    case $folder in plain) compiler=$CC ;; tarry) compiler=$TARRYCC ;; esac
    (cd $folder && ../source/configure CC="$compiler" >log 2>&1) || fail "$(cat $folder/log)"
done
same plain/config.h tarry/config.h
grep -v "for gcc\|for cc\|for tarrycc\|clang\|$CC\|$TARRYCC\|accepts\|whether the compiler\|build environment" plain/log >plain.log || true
grep -v "for gcc\|for cc\|for tarrycc\|clang\|$CC\|$TARRYCC\|accepts\|whether the compiler\|build environment" tarry/log >tarry.log || true
same plain.log tarry.log
cd tarry
make V=1 >log 2>&1 || fail "$(cat log)"
[ "$(./program)" = hello ] || fail "wrong program"
[ "$(./plain)" = plain ] || fail "wrong program"
grep -q 'program.c' .deps/program.Po && grep -q 'tarry/time.h' .deps/program.Po || fail "$(cat .deps/program.Po)"
has_not .deps/program.Po tarrycc-
make check >log 2>&1 || fail "$(cat log)"
make install DESTDIR="$PWD/root" >log 2>&1 || fail "$(cat log)"
[ "$(root/usr/local/bin/program)" = hello ] || fail "wrong program"
# A header that changes brings a new build of what reads it.
sleep 1.1
touch config.h
make V=1 >log 2>&1 || fail "$(cat log)"
has log program.c
has_not log 'plain.c'
