# inbox.c: it suspends where it has to fetch, and nowhere else.
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/inbox.c" -o inbox

for workers in 1 4; do
    [ "$(TARRY_WORKERS=$workers ./inbox)" = "added, suspended
added, never suspended
added, never suspended
the inbox is full, never suspended
no such user, suspended" ]
done

# That the watcher sees a suspension: one that is put in where everything is in memory.
sed 's/user->inbox\[/await tarry_yield(), user->inbox[/' "$ROOT/examples/inbox.c" >yields.c
$TARRYCC -O2 yields.c -o yields
[ "$(./yields | grep -c '^added, suspended$')" = 3 ]

# One state machine in one piece: what it awaits lies in its frame.
$TARRYCC --frames "$ROOT/examples/inbox.c" >frames
grep -q 'add_to_inbox' frames
