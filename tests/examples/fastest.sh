# fastest.c: who answers first is believed, and nobody who takes longer than the limit.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/fastest.c" -o fastest

ask() {
    ./fastest "$@" >out || echo "exit $?" >>out
    cat out
}
[ "$(ask 1 5000 5000)" = "the first says: the answer is 42" ]
[ "$(ask 5000 1 5000)" = "the second says: the answer is 42" ]
[ "$(ask 5000 5000 20)" = "nobody answered in time
exit 1" ]
[ "$(ask 5000 5000 0)" = "nobody answered in time
exit 1" ]
[ "$(TARRY_WORKERS=1 TARRY_REACTOR=epoll ./fastest 5000 1 5000)" = "the second says: the answer is 42" ]
