// See tarry.c. The fastest of the forms there are counts. Where each item may have a worker of its own: a
// semaphore, whose permits go into the tasks of a JoinSet, as Tokio's documentation shows it; a JoinSet
// alone, which waits for one to end when ten are there; buffer_unordered of the futures crate over
// spawned tasks. With one worker also buffer_unordered and for_each_concurrent over the bare futures,
// which are no tasks, and all polled by the one that waits for them.
#[path = "../tokio/measure.rs"]
mod measure;
use futures::stream::{self, StreamExt};
use std::sync::atomic::{AtomicUsize, Ordering};
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

async fn by_spawned_stream() -> f64 {
    let start = Instant::now();
    let mut results = stream::iter(0..ITEMS)
        .map(|i| tokio::spawn(item(i)))
        .buffer_unordered(LIMIT);
    while let Some(result) = results.next().await {
        result.unwrap();
    }
    measure::ns_each(start, ITEMS)
}

async fn by_stream(kept: &[AtomicUsize]) -> f64 {
    let start = Instant::now();
    let mut results = stream::iter(0..ITEMS).map(item).buffer_unordered(LIMIT);
    while let Some(result) = results.next().await {
        kept[result].store(result, Ordering::Relaxed);
    }
    measure::ns_each(start, ITEMS)
}

async fn by_each(kept: &[AtomicUsize]) -> f64 {
    let start = Instant::now();
    stream::iter(0..ITEMS)
        .for_each_concurrent(LIMIT, |i| async move {
            kept[i].store(item(i).await, Ordering::Relaxed);
        })
        .await;
    measure::ns_each(start, ITEMS)
}

fn main() {
    measure::run(async {
        let tasks = by_semaphore().await.min(by_join_set().await);
        let mut best = tasks.min(by_spawned_stream().await);
        if measure::workers() == 1 {
            let kept: Vec<_> = (0..ITEMS).map(|_| AtomicUsize::new(0)).collect();
            best = best.min(by_stream(&kept).await).min(by_each(&kept).await);
        }
        measure::report("item", best);
    });
}
