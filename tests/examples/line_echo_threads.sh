# The line echo server with threads, with the same clients; only not as many of them.
. "$ROOT/tests/examples/support/echo_server.sh"

${CC:-cc} -std=gnu11 -O2 -Wall -Wextra -Werror "$ROOT/examples/line_echo_threads.c" -o line_echo_threads -pthread
for port in 70000 -1 http; do # no port, rather than another one
    status=0
    ./line_echo_threads $port 2>usage || status=$?
    [ $status = 2 ] && grep -q '^Usage' usage
done
start_server ./line_echo_threads
serve_all_kinds_of_clients 200
stop_server
