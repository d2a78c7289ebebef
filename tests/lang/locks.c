// Mutex, lock for readers and writers, semaphore, condition: used as their manuals show.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

// ---- mutex: what is read before an await is written behind it ----

struct account {
    struct tarry_mutex mutex;
    int balance;
};

static async int deposit(struct account *account, int times) {
    for (int i = 0; i < times; i++) {
        int error = await tarry_mutex_lock(&account->mutex);
        if (error < 0)
            return error;
        defer tarry_mutex_unlock(&account->mutex);
        int balance = account->balance;
        await tarry_yield();
        account->balance = balance + 1;
    }
    return 0;
}

static async int deposits(void) {
    static struct account account = {.mutex = TARRY_MUTEX_INIT};
    int results[10], failed = 0;
    parallel (s) {
        for (int i = 0; i < 10; i++)
            spawn (s) results[i] = deposit(&account, 20);
    }
    for (int i = 0; i < 10; i++)
        failed += results[i] < 0;
    printf("%d, %d failed\n", account.balance, failed); // expect: 200, 0 failed
    return 0;
}

// ---- semaphore: so many at a time ----

static async int visit(struct tarry_semaphore *places, int *inside, int *most) {
    int error = await tarry_semaphore_acquire(places, 1);
    if (error < 0)
        return error;
    defer tarry_semaphore_release(places, 1);
    *most = ++*inside > *most ? *inside : *most;
    await tarry_yield();
    --*inside;
    return 0;
}

static async int visits(void) {
    struct tarry_semaphore places = TARRY_SEMAPHORE_INIT(3);
    int inside = 0, most = 0;
    concurrent (s) {
        for (int i = 0; i < 12; i++)
            spawn (s) visit(&places, &inside, &most);
    }
    printf("at most %d, %u free\n", most, tarry_semaphore_available(&places)); // expect: at most 3, 3 free
    tarry_semaphore_close(&places);
    printf("closed: %d\n", await tarry_semaphore_acquire(&places, 1) == -EPIPE); // expect: closed: 1
    return 0;
}

// ---- readers and writers ----

struct table {
    struct tarry_rwlock lock;
    int left, right;
};

static async int look(struct table *table, bool *fine) {
    int error = await tarry_rwlock_read_lock(&table->lock);
    if (error < 0)
        return error;
    defer tarry_rwlock_read_unlock(&table->lock);
    int left = table->left;
    await tarry_yield();
    *fine = left == table->right;
    return 0;
}

static async int change(struct table *table) {
    int error = await tarry_rwlock_write_lock(&table->lock);
    if (error < 0)
        return error;
    table->left++;
    await tarry_yield();
    table->right++;
    tarry_rwlock_downgrade(&table->lock);
    await tarry_yield();
    bool same = table->left == table->right;
    tarry_rwlock_read_unlock(&table->lock);
    return same;
}

static async int tables(void) {
    struct table table = {.lock = TARRY_RWLOCK_INIT};
    bool fine[20] = {false};
    int same[5] = {0}, wrong = 0;
    parallel (s) {
        for (int i = 0; i < 20; i++) {
            spawn (s) look(&table, &fine[i]);
            if (i % 4 == 0)
                spawn (s) same[i / 4] = change(&table);
        }
    }
    for (int i = 0; i < 20; i++)
        wrong += !fine[i] + (same[i / 4] != 1);
    printf("%d %d, %d wrong\n", table.left, table.right, wrong); // expect: 5 5, 0 wrong
    return 0;
}

// ---- condition: a queue of one ----

struct place {
    struct tarry_mutex mutex;
    struct tarry_condition changed;
    int value; // 0: empty
};

static async int put(struct place *place, int value) {
    int error = await tarry_mutex_lock(&place->mutex);
    if (error < 0)
        return error;
    defer tarry_mutex_unlock(&place->mutex);
    while (place->value != 0) {
        error = await tarry_condition_wait(&place->changed, &place->mutex);
        if (error < 0)
            return error;
    }
    place->value = value;
    tarry_condition_broadcast(&place->changed);
    return 0;
}

static async int take(struct place *place) {
    int error = await tarry_mutex_lock(&place->mutex);
    if (error < 0)
        return error;
    defer tarry_mutex_unlock(&place->mutex);
    while (place->value == 0) {
        error = await tarry_condition_wait(&place->changed, &place->mutex);
        if (error < 0)
            return error;
    }
    int value = place->value;
    place->value = 0;
    tarry_condition_broadcast(&place->changed);
    return value;
}

static async int places(void) {
    struct place place = {.changed = TARRY_CONDITION_INIT};
    int sum = 0, none = 0;
    parallel (s) {
        for (int i = 1; i <= 50; i++)
            spawn (s) put(&place, i);
        for (int i = 1; i <= 50; i++)
            sum += await take(&place);
    }
    printf("%d\n", sum); // expect: 1275
    within (TARRY_MS(1))
        none = await take(&place);
    else
        printf("nothing: %d, unlocked: %d\n", none == -ECANCELED, // expect: nothing: 1, unlocked: 1
               tarry_mutex_try_lock(&place.mutex) == 0);
    return 0;
}

async int main(void) {
    await deposits();
    await visits();
    await tables();
    await places();
    return 0;
}
