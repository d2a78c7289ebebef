# The report of tasks that do not end follows every arm of a race, and the scopes in them.
cat >program.c <<'END'
#include <tarry.h>
#include <stdio.h>

static async int child(void) { return await tarry_sleep(TARRY_MS(300)); }
async int elsewhere(int n);
static async int family(void) {
    int a = 0, b = 0;
    concurrent (s) {
        spawn (s) a = child();
        race {
            when (a = await child())
                return a;
            when (b = await elsewhere(2))
                return b;
        }
    }
    return 0;
}

static async int root(void) {
    int a = 0, b = 0;
    concurrent (s, .shield = true) {
        race {
            when (a = await family())
                printf("a\n");
            when (b = await tarry_sleep(TARRY_SEC(100)))
                printf("b\n");
        }
    }
    return a + b;
}

async int elsewhere(int n) {
    if (n > 0) {
        return await elsewhere(n - 1);
    }
    return await tarry_sleep(TARRY_MS(300));
}

int main(void) {
    struct tarry_options options = {.workers = 1, .grace = TARRY_MS(20)};
    struct tarry_runtime *runtime;
    static struct root__future future;
    int result;
    if (tarry_runtime_new(&options, &runtime) < 0) {
        return 1;
    }
    tarry_runtime_stop(runtime);
    tarry_runtime_run(runtime, &root__function, &future, &result);
    tarry_runtime_free(runtime);
}
END
"$TARRYCC" -Wall -Wextra program.c -o program
./program 2>report

grep -F 'root (program.c:23) > race [family (program.c:10) > race [child (program.c:4) > tarry_sleep | elsewhere (program.c:35) > elsewhere (program.c:35) > elsewhere (program.c:37) > tarry_sleep] | tarry_sleep]' report
grep -E '^ +child \(program.c:4\) > tarry_sleep$' report
