// goto backward over a defer of the same block leaves the part of the block that the defer covers,
// and runs it.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int i = 0;
again:
    printf("%d ", i);
    {
        defer printf("block%d ", i);
        await tarry_yield();
        if (++i < 3) {
            goto again;
        }
    }
    printf("end\n");
    return 0;
}

// expect: 0 block1 1 block2 2 block3 end
