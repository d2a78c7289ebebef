// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::time::Instant;
use tokio::sync::mpsc;

const ROUND_TRIPS: usize = 1_000_000;

fn main() {
    measure::run(async {
        let (there, mut balls) = mpsc::channel::<usize>(1);
        let (back, mut returned) = mpsc::channel::<usize>(1);
        let start = Instant::now();
        let other = tokio::spawn(async move {
            while let Some(ball) = balls.recv().await {
                back.send(ball).await.unwrap();
            }
        });
        for i in 0..ROUND_TRIPS {
            there.send(i).await.unwrap();
            assert_eq!(returned.recv().await, Some(i));
        }
        measure::report("round_trip", measure::ns_each(start, ROUND_TRIPS));
        drop(there);
        other.await.unwrap();
    });
}
