# callback.c: a callback library on a plain thread, awaited through events.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/callback.c" -pthread -o callback

expected="ada: 10.0.0.1
bob: No such file or directory
grace: 10.0.0.2
ada: 10.0.0.1
grace: Operation canceled
too late"
[ "$(./callback)" = "$expected" ]
[ "$(TARRY_WORKERS=1 TARRY_REACTOR=epoll ./callback)" = "$expected" ]
