# The line echo server with fewer descriptors than clients: those who have to wait are served when others leave, and the
# server does not spin meanwhile. (FAULTS 1)
. "$ROOT/tests/examples/support/echo_server.sh"

$TARRYCC -O2 "$ROOT/examples/line_echo.c" -o line_echo
ulimit -Sn 40
start_server ./line_echo
ulimit -Sn "$(ulimit -Hn)"
client descriptors 100
grep -q 'The next client has to wait: Too many open files' server.log
[ "$(grep -c 'has to wait' server.log)" -lt 1000 ]
stop_server
