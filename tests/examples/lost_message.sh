# lost_message.c: what an arm had received when it lost is not lost, also under the sanitizers.
for sanitizer in none address thread; do
    option=
    [ $sanitizer = none ] || option=-fsanitize=$sanitizer
    $TARRYCC -O2 -Wall -Wextra -Werror $option "$ROOT/examples/lost_message.c" -o lost_message
    for workers in 1 4; do
        [ "$(TARRY_WORKERS=$workers ./lost_message)" = "20000 messages received, 0 lost or received twice" ]
    done
done
