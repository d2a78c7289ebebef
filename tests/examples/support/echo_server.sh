# For the tests of the echo servers: start_server ./program, which sets $port and $server; stop_server; client TEST [COUNT].

server=

start_server() {
    : >server.log
    "$1" 0 2>server.log &
    server=$!
    port=
    while [ -z "$port" ]; do
        kill -0 "$server" || { cat server.log; exit 1; }
        port=$(sed -n 's/^Listening on port //p' server.log)
        [ -n "$port" ] || sleep 0.02
    done
}

stop_server() {
    if [ -n "$server" ]; then
        kill -0 "$server" || { echo "the server has died"; tail -5 server.log; exit 1; }
        kill "$server"
        wait "$server" 2>wait.log || true
        server=
    fi
}

trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true' EXIT

client() {
    echo "client $*"
    python3 "$ROOT/tests/examples/support/echo_client.py" "$port" "$@" || { tail -5 server.log; exit 1; }
}

# What any line echo server has to do. $1: how many clients at once.
serve_all_kinds_of_clients() {
    client lines
    client single_bytes
    client long_line 10000000
    client no_newline
    client half_close
    client slow_reader 20
    client reset 30
    client many "$1"
    if command -v nc >/dev/null; then
        echo "client nc"
        printf 'one\ntwo\nthree' >nc.in
        # Not every netcat has -N (half-close at the end of its input); without it, leave after a second.
        (nc -N 127.0.0.1 "$port" <nc.in || nc -q 1 127.0.0.1 "$port" <nc.in) >nc.out 2>nc.err
        cmp nc.in nc.out
    fi
    client lines
}
