# three_ways.c: each item is handled once, its response is got once, responses come in the order in which they were there,
# stand in the order of the items behind the scope, and with a limit ten are under way at most (and at some time ten are).
$TARRYCC -O2 -Wall -Wextra -Werror "$ROOT/examples/three_ways.c" -o three_ways

cat >judge.py <<'E2'
import sys

def judge(title, lines, limit, gives):
    started, live, most, ended, got, results = set(), set(), 0, [], [], []
    for line in lines:
        word, *rest = line.split()
        if word == "start":
            assert rest[0] not in started, line
            started.add(rest[0])
            live.add(rest[0])
            most = max(most, len(live))
        elif word == "end":
            live.remove(rest[0])
            ended.append(int(rest[0]) ** 2)
        elif word == "got":
            got.append(int(rest[0]))
        else:
            results = [int(value) for value in line.split(":")[1].split()]
    squares = [item * item for item in range(25)]
    assert most == limit, f"{title}: {most} at the same time"
    assert sorted(ended) == squares, title
    assert got == (ended if gives else []), f"{title}: {ended} became {got}"
    assert title == "through a channel" or results == squares, title

sections, lines = {}, []
for line in open("out", encoding="utf-8").read().splitlines():
    if line.endswith(":"):
        lines = sections[line[:-1]] = []
    else:
        lines.append(line)
judge("through a channel", sections.pop("through a channel"), 25, True)
judge("as they finish", sections.pop("as they finish"), 25, True)
judge("ten, as they finish", sections.pop("ten, as they finish"), 10, True)
judge("ten at a time", sections.pop("ten at a time"), 10, False)
assert not sections
E2
for workers in 1 4; do
    TARRY_WORKERS=$workers ./three_ways >out
    python3 judge.py
done
