// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::time::Instant;
use tokio::sync::mpsc;

const MESSAGES: usize = 4_000_000;
const CAPACITY: usize = 128;

async fn produce(channel: mpsc::Sender<usize>, count: usize) {
    for i in 0..count {
        channel.send(i).await.unwrap();
    }
}

async fn millions_a_second(senders: usize) -> f64 {
    let start = Instant::now();
    let (sender, mut receiver) = mpsc::channel(CAPACITY);
    for _ in 0..senders {
        tokio::spawn(produce(sender.clone(), MESSAGES / senders));
    }
    drop(sender);
    let mut count = 0;
    while receiver.recv().await.is_some() {
        count += 1;
    }
    assert_eq!(count, MESSAGES);
    1e3 / measure::ns_each(start, MESSAGES)
}

fn main() {
    measure::run(async {
        measure::report("one_to_one", millions_a_second(1).await);
        measure::report("four_to_one", millions_a_second(4).await);
    });
}
