# own_future.c: a library's callbacks, awaited.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/own_future.c" -pthread -o own_future

[ "$(./own_future)" = "10 11 12
6" ]
