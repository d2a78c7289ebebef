# shared_state.c: no deposit is lost; without the lock the sanitizer tells, with a thread's lock the compiler does.
# sanitizers: thread
for tarrycc in "$TARRYCC -O2" "$TARRYCC_THREAD"; do
    $tarrycc -Wall -Wextra -Werror "$ROOT/examples/shared_state.c" -o shared_state
    for workers in 1 2 8; do
        [ "$(TARRY_WORKERS=$workers ./shared_state)" = "8000 deposits, balance 8000" ]
    done
done

sed 's/await tarry_mutex_lock([^)]*)/0/; s/defer tarry_mutex_unlock/(void)/; s/DEPOSITS = 1000/DEPOSITS = 20000/' \
    "$ROOT/examples/shared_state.c" >unlocked.c
$TARRYCC_THREAD unlocked.c -o unlocked
tries=0
while TARRY_WORKERS=8 ./unlocked >out 2>errors; do # all of it may happen to run on one worker
    tries=$((tries + 1))
    [ $tries -lt 50 ]
done
grep -q "WARNING: ThreadSanitizer: data race" errors
grep -q "unlocked.c:" errors

sed 's/#include <stdio.h>/#include <pthread.h>/; s/struct tarry_mutex lock/pthread_mutex_t lock/
     s/await tarry_mutex_lock/pthread_mutex_lock/; s/tarry_mutex_unlock/pthread_mutex_unlock/' "$ROOT/examples/shared_state.c" >held.c
! $TARRYCC held.c -o held 2>errors || exit 1
grep -q 'held.c:[0-9]*:[0-9]*: error: .*account->lock.*\[L40\]' errors
