# million_jobs.c: all of a million jobs end, in at most 160 bytes each; when memory runs out, it says so. (FAULTS 4, 16)
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/million_jobs.c" -o million_jobs

./million_jobs >out
cat out
grep -q '^1000000 jobs ended after' out
bytes=$(sed -n 's/.* with \([0-9]*\) bytes of memory a job\.$/\1/p' out)
[ "$bytes" -le 160 ]

status=0
(ulimit -v 400000 && TARRY_WORKERS=1 exec ./million_jobs 10000000) >out 2>error || status=$?
cat error
[ "$status" = 1 ]
grep -qE '^Only [0-9]+ of them ran: Cannot allocate memory\.$' error
