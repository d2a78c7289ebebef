#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    tarry_scope scope;          // error: unknown type name `tarry_scope`
    concurrent {                // error: concurrent needs a name for its scope
        await job(1);
    }
    within {                    // error: within needs a duration
        await job(1);
    }
    await return 2;             // error: await needs the call of an async function [L11]
    return await (job(1) + 2);
}
