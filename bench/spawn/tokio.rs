// See tarry.c. The handles are kept in a vector that has the room already.
#[path = "../tokio/measure.rs"]
mod measure;
use std::time::Instant;

const TASKS: usize = 1_000_000;
const ROUNDS: usize = 7;

async fn nothing(i: usize) -> usize {
    i
}

async fn round_of(handles: &mut Vec<tokio::task::JoinHandle<usize>>) -> f64 {
    let start = Instant::now();
    for i in 0..TASKS {
        handles.push(tokio::spawn(nothing(i)));
    }
    for handle in handles.drain(..) {
        handle.await.unwrap();
    }
    measure::ns_each(start, TASKS)
}

fn main() {
    measure::run(async {
        let mut handles = Vec::with_capacity(TASKS);
        measure::report("cold", round_of(&mut handles).await);
        let mut warm = Vec::new();
        for _ in 0..ROUNDS {
            warm.push(round_of(&mut handles).await);
        }
        warm.sort_by(|a, b| a.partial_cmp(b).unwrap());
        measure::report("warm", warm[ROUNDS / 2]);
    });
}
