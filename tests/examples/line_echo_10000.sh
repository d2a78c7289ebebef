# Ten thousand clients connected to the line echo server at once. (Fault 26.)
. "$ROOT/tests/examples/support/echo_server.sh"

ulimit -n 10200 2>/dev/null || { echo "no more than $(ulimit -n) descriptors here"; exit 77; }
$TARRYCC -O2 "$ROOT/examples/line_echo.c" -o line_echo
for reactor in default epoll; do
    if [ $reactor = default ]; then unset TARRY_REACTOR; else export TARRY_REACTOR=$reactor; fi
    start_server ./line_echo
    client many 10000
    client lines
    [ "$(grep -c '^Accepted connection$' server.log)" -ge 10000 ]
    stop_server
done
