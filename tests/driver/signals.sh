# A signal ends the compiler and tarrycc, and leaves no temporary files.
. "$ROOT/tests/driver/support/lib.sh"

async_program program.c hello
printf '#!/bin/sh\ncase " $*" in *" -E "*) exec %s "$@" ;; esac\n: >started\nexec sleep 60\n' "$CC" >slow
chmod +x slow
for signal in TERM HUP; do
    rm -f started
    TARRY_CC="$PWD/slow" "$TARRYCC" -c program.c &
    tarrycc=$!
    while [ ! -e started ]; do sleep 0.01; done
    ls -d "$TMPDIR"/tarrycc-* >/dev/null || fail "there are no temporary files to look for"
    kill -$signal $tarrycc
    status=0
    wait $tarrycc || status=$?
    [ $status -gt 128 ] || fail "SIG$signal: exit status $status"
    ! ls -d "$TMPDIR"/tarrycc-* 2>/dev/null || fail "SIG$signal: temporary files were left"
    [ ! -e program.o ] || fail "an object was left"
done
