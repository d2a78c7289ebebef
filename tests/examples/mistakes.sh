# mistakes.c: with either mistake the jobs run one after the other, done right they run at the same time.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/mistakes.c" -o mistakes

./mistakes | grep -E '^(start|end)' >out
sequence=$(printf '%s\n' 'start 1' 'end 1' 'start 2' 'end 2' 'start 3' 'end 3')
[ "$(sed -n 1,6p out)" = "$sequence" ]
[ "$(sed -n 7,12p out)" = "$sequence" ]
[ "$(sed -n 13,15p out)" = "$(printf '%s\n' 'start 1' 'start 2' 'start 3')" ]
[ "$(sed -n 16,18p out | sort)" = "$(printf '%s\n' 'end 1' 'end 2' 'end 3')" ]
