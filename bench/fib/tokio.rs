// See tarry.c. A recursive async function has to be boxed.
#[path = "../tokio/measure.rs"]
mod measure;
use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

fn fib(n: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> {
    Box::pin(async move {
        if n < 2 {
            n
        } else {
            fib(n - 1).await + fib(n - 2).await
        }
    })
}

fn main() {
    measure::run(async {
        let mut rounds = Vec::new();
        for _ in 0..5 {
            let start = Instant::now();
            assert_eq!(fib(30).await, 832040);
            rounds.push(start.elapsed().as_nanos() as f64 / 1e6);
        }
        rounds.sort_by(|a, b| a.partial_cmp(b).unwrap());
        measure::report("fib_30", rounds[2]);
    });
}
