# jobs_threads.c: a few jobs run; with more than there is room for, it says which one failed, and why, and does not crash.
${CC:-cc} -std=gnu11 -O2 -Wall -Wextra -Werror "$ROOT/examples/jobs_threads.c" -o jobs_threads -pthread

./jobs_threads 20 >out
seq -f 'end %g' 20 | sort >ends
grep '^end' out | sort | diff - ends

# Address space for some fifty thread stacks of 8 MB.
status=0
(ulimit -s 8192 && ulimit -v 500000 && exec ./jobs_threads 1000) >out 2>error || status=$?
[ "$status" = 1 ]
grep -E '^Only [0-9]+ of 1000 jobs ran. Thread [0-9]+ could not be started: .+\.$' error
[ "$(grep -c '^end' out)" = "$(sed 's/^Only \([0-9]*\) of.*/\1/' error)" ]
