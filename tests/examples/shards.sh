# shards.c: every host gets every byte, in order; a host that breaks down ends it with its error, and the others have got nothing
# wrong. The broken variants are named: by the compiler, by the sanitizer.
# sanitizers: address thread
sent="all sent
host 0 got 3000000 bytes, each in its place
host 1 got 3000000 bytes, each in its place
host 2 got 3000000 bytes, each in its place
host 3 got 3000000 bytes, each in its place"

run() {
    [ "$(./shard_hosts ./shards 6)" = "$sent" ]
    if ./shard_hosts ./shards 6 2 >out; then
        echo "a host has broken down, and nobody has noticed"
        exit 1
    fi
    ! grep wrong out || exit 1
    ! grep 'host 2 got 3000000' out || exit 1
    head -1 out | grep -Eq '^(Broken pipe|Connection reset by peer)$'
}
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/shards.c" -o shards
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/shard_hosts.c" -o shard_hosts
for workers in 1 4; do
    TARRY_WORKERS=$workers run
    TARRY_WORKERS=$workers TARRY_REACTOR=epoll run
done
$TARRYCC_ADDRESS "$ROOT/examples/shards.c" -o shards
TARRY_WORKERS=4 run
$TARRYCC_THREAD "$ROOT/examples/shards.c" -o shards
TARRY_WORKERS=4 run


# Nobody listens at one of the ports.
if ./shards 1 1 1 1 </dev/null >out; then exit 1; fi
[ "$(cat out)" = "Connection refused" ]

# A connection without its lock, used by two tasks at once.
sed 's/await tarry_mutex_lock(&host->lock)/0/; s/defer tarry_mutex_unlock(&host->lock)/(void)0/
     s/while (host->chunks != shard->number)/while (0)/; s/tarry_condition_broadcast([^)]*)/(void)0/
     s/CHUNK = 500000, AT_ONCE = 3/CHUNK = 100, AT_ONCE = 16/' \
    "$ROOT/examples/shards.c" >unlocked.c
$TARRYCC_THREAD unlocked.c -o unlocked
tries=0
while TARRY_WORKERS=4 ./shard_hosts ./unlocked 1 >out 2>errors || ! grep -q "WARNING: ThreadSanitizer: data race" errors; do
    tries=$((tries + 1)) # whether two meet, and on two workers, is up to chance
    [ $tries -lt 50 ]
done
grep -q "unlocked.c:" errors

# The results of all children in one variable.
sed 's/spawn (s) send_shards(/spawn (s) error = send_shards(/' "$ROOT/examples/shards.c" >shared.c
$TARRYCC -c shared.c -o shared.o 2>errors
grep -q 'shared.c:[0-9]*:[0-9]*: warning: .*`error`.*\[L43, -Wtarry-shared\]' errors
