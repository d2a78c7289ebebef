# wait_or_compute.c: how many are under way at the same time; how long that takes is printed, not tested.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/wait_or_compute.c" -o wait_or_compute

TARRY_WORKERS=2 ./wait_or_compute >out
cat out
grep -q '^eight wait, concurrently: 8 at the same time' out
grep -q '^eight compute, concurrently: 1 at the same time' out
grep -q '^eight compute, in parallel: [12] at the same time' out
grep -q '^the last one found 63951 primes$' out
