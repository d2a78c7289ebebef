// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::time::Instant;

const SWITCHES: usize = 10_000_000;

async fn take_turns(turns: usize) {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
}

async fn switches(tasks: usize) -> f64 {
    let start = Instant::now();
    let handles: Vec<_> = (0..tasks)
        .map(|_| tokio::spawn(take_turns(SWITCHES / tasks)))
        .collect();
    for handle in handles {
        handle.await.unwrap();
    }
    measure::ns_each(start, SWITCHES)
}

fn main() {
    measure::run(async {
        measure::report("two", switches(2).await);
        measure::report("thousand", switches(1000).await);
    });
}
