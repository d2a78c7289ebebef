// See tarry.c. Debian has no futures crate with buffer_unordered, so this is the form Tokio's own
// documentation shows: a semaphore, whose permits go into the tasks of a JoinSet. Beside it the one
// with a JoinSet alone, which waits for one to end when ten are there; the faster one counts.
#[path = "../tokio/measure.rs"]
mod measure;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

const ITEMS: usize = 100_000;
const LIMIT: usize = 10;

async fn item(i: usize) -> usize {
    i
}

async fn by_semaphore() -> f64 {
    let start = Instant::now();
    let semaphore = Arc::new(Semaphore::new(LIMIT));
    let mut set = JoinSet::new();
    for i in 0..ITEMS {
        let permit = semaphore.clone().acquire_owned().await.unwrap();
        set.spawn(async move {
            let result = item(i).await;
            drop(permit);
            result
        });
    }
    while set.join_next().await.is_some() {}
    measure::ns_each(start, ITEMS)
}

async fn by_join_set() -> f64 {
    let start = Instant::now();
    let mut set = JoinSet::new();
    for i in 0..ITEMS {
        if set.len() == LIMIT {
            set.join_next().await.unwrap().unwrap();
        }
        set.spawn(item(i));
    }
    while set.join_next().await.is_some() {}
    measure::ns_each(start, ITEMS)
}

fn main() {
    measure::run(async {
        measure::report("item", by_semaphore().await.min(by_join_set().await));
    });
}
