#!/bin/sh
# compare.sh [FIRST [LAST]]: random programs (generate.py) of these seeds, through tarrycc and as plain sequential C. What
# they print must be the same. TARRYCC names the compiler; TARRY_CC and OPTIONS what it compiles with.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
first=${1:-1}
last=${2:-20}
tarrycc=${TARRYCC:-$here/../../build/tarrycc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

failed=0
seed=$first
while [ "$seed" -le "$last" ]; do
    python3 "$here/generate.py" "$seed" >"$work/p.c"
    gcc -std=gnu11 -w -O1 -DSEQUENTIAL -I"$here/../../include" "$work/p.c" -o "$work/plain"
    timeout 20 "$work/plain" >"$work/plain.out"
    if ! $tarrycc -w ${OPTIONS:--O1} "$work/p.c" -o "$work/tarry" >"$work/log" 2>&1; then
        echo "seed $seed: does not compile: $(grep -m1 -E 'error|rror:' "$work/log" || echo crash)"
        failed=$((failed + 1))
    elif ! timeout 20 "$work/tarry" >"$work/tarry.out" 2>"$work/log"; then
        echo "seed $seed: fails: $(head -3 "$work/log")"
        failed=$((failed + 1))
    elif ! cmp -s "$work/plain.out" "$work/tarry.out"; then
        echo "seed $seed: prints something else"
        failed=$((failed + 1))
    fi
    seed=$((seed + 1))
done
echo "$((last - first + 1)) programs, $failed failed"
[ "$failed" = 0 ]
