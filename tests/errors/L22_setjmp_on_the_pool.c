// What returns twice, or allocates on the stack, is no better on the pool.
#include <alloca.h>
#include <setjmp.h>
#include <tarry.h>

static jmp_buf place;

async int main(void) {
    await tarry_yield();
    char *memory = await blocking(alloca(10)); // error: memory from `alloca` does not outlive an await
    return await blocking(setjmp(place)) + memory[0]; // error: `setjmp` cannot be used in an async function
}
