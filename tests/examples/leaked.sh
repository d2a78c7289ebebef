# leaked.c: the program does not end before its task has cleaned up; one that does not listen is reported. (Fault 44.)
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/leaked.c" -o leaked

for workers in 1 4; do
    [ "$(TARRY_WORKERS=$workers ./leaked | grep -v 'still working')" = "working
main returns
told to stop
cleaned up" ]
done

# A task without a scope cannot be written.
sed 's/spawn (s) work_for_ever/work_for_ever/' "$ROOT/examples/leaked.c" >loose.c
! $TARRYCC loose.c -o loose 2>errors || exit 1
grep -q 'loose.c:[0-9]*:[0-9]*: error: .*\[L13\]' errors

mkfifo release
env --default-signal=QUIT ./leaked stubborn <release >out 2>err &
trap 'kill -KILL $! 2>/dev/null || true' EXIT
exec 3>release
until grep -q 'main returns' out; do
    sleep 0.02
done
kill -QUIT $!
until grep -q 'work_stubbornly (leaked.c:[0-9]*) > tarry_read (cancelled)' err; do
    kill -0 $!
    sleep 0.02
done
grep -q 'main (leaked.c:[0-9]*) > end of scope' err
echo >&3
wait $!
[ "$(tail -1 out)" = released ]
