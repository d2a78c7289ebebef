# The line echo server with all kinds of clients, on both reactors and with one and several workers.
# (Faults 18, 19, 20 and 21.)
. "$ROOT/tests/examples/support/echo_server.sh"

$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/line_echo.c" -o line_echo
for port in 70000 -1 http; do # no port, rather than another one
    status=0
    ./line_echo $port 2>usage || status=$?
    [ $status = 2 ] && grep -q '^Usage' usage
done

for reactor in default epoll; do
    for workers in 1 4; do
        echo "reactor $reactor, workers $workers"
        export TARRY_WORKERS=$workers
        if [ $reactor = default ]; then unset TARRY_REACTOR; else export TARRY_REACTOR=$reactor; fi
        start_server ./line_echo
        serve_all_kinds_of_clients 1000
        stop_server
    done
done

# A port that is taken is reported.
start_server ./line_echo
if ./line_echo "$port" 2>error.log; then
    echo "a second server could listen on the same port"
    exit 1
fi
grep -q "Cannot listen on port $port: Address already in use" error.log
stop_server
