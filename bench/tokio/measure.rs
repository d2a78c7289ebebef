// What the Tokio programs share: the runtime each is measured on, and how a figure is told.
use std::future::Future;
use std::time::Instant;

pub fn workers() -> usize {
    std::env::var("BENCH_WORKERS").map_or(1, |text| text.parse().unwrap())
}

// With one worker the current-thread scheduler, Tokio's fastest; with more the other one, with the
// measured future on one of its workers.
pub fn run<F>(future: F)
where
    F: Future<Output = ()> + Send + 'static,
{
    match workers() {
        1 => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(async { tokio::spawn(future).await.unwrap() }),
        count => tokio::runtime::Builder::new_multi_thread()
            .worker_threads(count)
            .enable_all()
            .build()
            .unwrap()
            .block_on(async { tokio::spawn(future).await.unwrap() }),
    }
}

#[allow(dead_code)] // a server tells none
pub fn report(name: &str, value: f64) {
    println!("{} {:.3}", name, value);
}

#[allow(dead_code)] // not all tell nanoseconds
pub fn ns_each(start: Instant, count: usize) -> f64 {
    start.elapsed().as_nanos() as f64 / count as f64
}
