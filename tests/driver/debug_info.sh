# The debugger sees the user's file and folder, not the temporary one.
. "$ROOT/tests/driver/support/lib.sh"

mkdir sub
async_program sub/program.c hello
plain_program sub/plain.c plain
"$CC" -g -c sub/plain.c -o plain.o
"$TARRYCC" -g -c sub/program.c -o program.o
for name in plain program; do
    readelf --debug-dump=info $name.o | grep -E 'DW_AT_(name|comp_dir)' | head -2 | sed 's/.*: //; s/plain/program/' >$name.txt
done
same plain.txt program.txt
"$TARRYCC" -g sub/program.c -o program
readelf --debug-dump=line program >lines 2>/dev/null
has lines program.c
has_not lines tarrycc-
for file in program.o program; do
    ! grep -aqF tarrycc- $file || fail "$file names a temporary file: $(strings -a $file | grep tarrycc-)"
done
"$TARRYCC" -g -ffile-prefix-map="$PWD"=/mapped -c sub/program.c -o program.o
readelf --debug-dump=info program.o >out
has out /mapped
if command -v gdb >/dev/null; then
    gdb -q -batch -ex 'break program.c:11' -ex run -ex bt program >out 2>&1 || true
    has out "program.c:11"
fi
