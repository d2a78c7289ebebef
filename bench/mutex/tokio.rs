// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Mutex;

const TASKS: usize = 100;
const TIMES: usize = 50_000;

fn main() {
    measure::run(async {
        let counter = Arc::new(Mutex::new(0));
        let start = Instant::now();
        let handles: Vec<_> = (0..TASKS)
            .map(|_| {
                let counter = counter.clone();
                tokio::spawn(async move {
                    for _ in 0..TIMES {
                        *counter.lock().await += 1;
                    }
                })
            })
            .collect();
        for handle in handles {
            handle.await.unwrap();
        }
        measure::report("lock_unlock", measure::ns_each(start, TASKS * TIMES));
        assert_eq!(*counter.lock().await, TASKS * TIMES);
    });
}
