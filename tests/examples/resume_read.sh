# resume_read.c: interrupted behind each byte, and none is lost or read twice.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/resume_read.c" -o resume_read

for reactor in default epoll; do
    for workers in 1 2 8; do
        if [ $reactor = default ]; then unset TARRY_REACTOR; else export TARRY_REACTOR=$reactor; fi
        TARRY_WORKERS=$workers ./resume_read >out
        [ "$(cat out)" = "interrupted 50 times: half a league, half a league, half a league onward" ]
    done
done
