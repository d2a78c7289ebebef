// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::time::{Duration, Instant};

async fn sleeper() {
    tokio::time::sleep(Duration::from_secs(1)).await;
}

fn kilobytes(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn main() {
    let count = std::env::args().nth(1).map_or(1_000_000, |text| text.parse().unwrap());
    measure::run(async move {
        let before = kilobytes("VmRSS:") + kilobytes("VmPTE:");
        let start = Instant::now();
        let mut handles = Vec::with_capacity(count);
        for _ in 0..count {
            handles.push(tokio::spawn(sleeper()));
        }
        for handle in handles {
            handle.await.unwrap();
        }
        measure::report("over", start.elapsed().as_secs_f64() - 1.0);
        let after = kilobytes("VmHWM:") + kilobytes("VmPTE:");
        measure::report("memory", (after - before) * 1024.0 / count as f64);
    });
}
