# h2o.c: every three bonds are two hydrogens and an oxygen, and each atom bonds once.
# sanitizers: address thread
cat >molecules.py <<'E2'
import sys

count = int(sys.argv[1])
atoms = [line.split()[1].rstrip("!") for line in sys.stdin]
assert len(atoms) == len(set(atoms)) == 3 * count, len(atoms)
for i in range(0, len(atoms), 3):
    assert sorted(atom[0] for atom in atoms[i:i + 3]) == ["h", "h", "o"], atoms[i:i + 3]
E2
make() {
    $1 -Wall -Wextra -Werror "$ROOT/examples/h2o.c" -o h2o
    for workers in 1 2 8; do
        TARRY_WORKERS=$workers ./h2o >out
        python3 molecules.py 10 <out
        TARRY_WORKERS=$workers ./h2o "$2" >out
        python3 molecules.py "$2" <out
    done
}
make "$TARRYCC -O2" 10000
make "$TARRYCC_ADDRESS" 500
make "$TARRYCC_THREAD" 500

# Going through too early: the permit is back before the atom has bonded. Then three bonds need not be a molecule, and with
# the semaphores away altogether they are not.
sed '/defer tarry_semaphore_release/d; s/await tarry_semaphore_acquire([^)]*)/0/' "$ROOT/examples/h2o.c" >loose.c
$TARRYCC -O2 loose.c -o loose
TARRY_WORKERS=1 ./loose >out
! python3 molecules.py 10 <out 2>errors || exit 1
grep -q "AssertionError: \['h" errors

# The steps of the story: without `await` there is no acquiring and no waiting, and that is said.
sed 's/error = await tarry_/error = tarry_/' "$ROOT/examples/h2o.c" >forgotten.c
! $TARRYCC forgotten.c -o forgotten 2>errors || exit 1
[ "$(grep -c 'error: .*\[L13\]' errors)" = 4 ]
sed 's/int error = await tarry_sem/await tarry_sem/; s/    error = await/    int error = await/; /if (error < 0) {/,/}/d' "$ROOT/examples/h2o.c" >unchecked.c
$TARRYCC unchecked.c -o unchecked 2>errors
[ "$(grep -c 'warning: .*\[L46, -Wtarry-unused-result\]' errors)" = 2 ]
