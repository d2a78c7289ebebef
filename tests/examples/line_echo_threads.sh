# The line echo server with threads, with the same clients; only not as many of them.
. "$ROOT/tests/examples/support/echo_server.sh"

${CC:-cc} -std=gnu11 -O2 -Wall -Wextra -Werror "$ROOT/examples/line_echo_threads.c" -o line_echo_threads -pthread
start_server ./line_echo_threads
serve_all_kinds_of_clients 200
stop_server
