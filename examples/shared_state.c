// State that tasks share behind a mutex, which is held across an await: the task may suspend with
// it, and go on on another thread.
//
//     tarrycc shared_state.c -o shared_state && ./shared_state
//
// A pthread_mutex_t could not be held there: tarrycc refuses it. Nor does it have to be: a
// `concurrent` scope in the place of `parallel` needs no lock for what is done between two awaits.
#include <stdio.h>
#include <tarry.h>

enum { TASKS = 8, DEPOSITS = 1000 };

struct account {
    struct tarry_mutex lock;
    int balance;
};

// Asks somebody else whether that is right. Meanwhile nobody may change the account.
static async int approve(const struct account *account, int amount) {
    int before = account->balance;
    await tarry_yield();
    return account->balance == before ? amount : 0;
}

static async int deposit(struct account *account, int amount) {
    int error = await tarry_mutex_lock(&account->lock);
    if (error < 0) {
        return error;
    }
    defer tarry_mutex_unlock(&account->lock);
    account->balance += await approve(account, amount);
    return 0;
}

static async int deposit_often(struct account *account) {
    int error = 0;
    for (int i = 0; i < DEPOSITS && error == 0; i++) {
        error = await deposit(account, 1);
    }
    return error;
}

async int main(void) {
    struct account account = {0};
    int error;
    parallel (s, .fail_fast = true, .error = &error) {
        for (int i = 0; i < TASKS; i++) {
            spawn (s) deposit_often(&account);
        }
    }
    printf("%d deposits, balance %d\n", TASKS * DEPOSITS, account.balance);
    return error < 0;
}
