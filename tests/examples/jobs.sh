# jobs.c: one at a time, at the same time, a thousand. What is checked is the order, not the time.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/jobs.c" -o jobs

./jobs >out
grep -E '^(start|end)' out | head -6 >sequence
printf '%s\n' 'start 1' 'end 1' 'start 2' 'end 2' 'start 3' 'end 3' | diff - sequence
grep -E '^(start|end)' out | tail -6 | head -3 >starts
printf '%s\n' 'start 1' 'start 2' 'start 3' | diff - starts
grep -E '^(start|end)' out | tail -3 | sort >ends
printf '%s\n' 'end 1' 'end 2' 'end 3' | diff - ends

# All of a thousand start before the first one ends, in order.
./jobs 1000 >out
seq -f 'start %g' 1000 >starts
grep -E '^(start|end)' out | head -1000 | diff - starts
seq -f 'end %g' 1000 | sort >ends
grep '^end' out | sort | diff - ends
