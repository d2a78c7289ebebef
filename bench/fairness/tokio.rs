// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, Mutex};
use tokio::time::Instant;

const OTHERS: usize = 1000;
const SLEEPERS: usize = 100;
const SLEEPS: usize = 500;

async fn run(with_pair: bool, late: &str, fewest: &str) {
    let end = Arc::new(AtomicBool::new(false));
    let turns: Arc<Vec<AtomicU64>> = Arc::new((0..OTHERS).map(|_| AtomicU64::new(0)).collect());
    let mut load = Vec::new();
    if with_pair {
        let (to_first, mut first) = mpsc::channel::<i32>(1);
        let (to_second, mut second) = mpsc::channel::<i32>(1);
        to_first.try_send(1).unwrap();
        load.push(tokio::spawn(async move {
            while let Some(ball) = first.recv().await {
                if to_second.send(ball).await.is_err() {
                    return;
                }
            }
        }));
        let end = end.clone();
        load.push(tokio::spawn(async move {
            while let Some(ball) = second.recv().await {
                if end.load(Relaxed) || to_first.send(ball).await.is_err() {
                    return;
                }
            }
        }));
    } else {
        let end = end.clone();
        load.push(tokio::spawn(async move {
            let mutex = Mutex::new(());
            while !end.load(Relaxed) {
                let _guard = mutex.lock().await;
            }
        }));
    }
    for i in 0..OTHERS {
        let (end, turns) = (end.clone(), turns.clone());
        load.push(tokio::spawn(async move {
            let mut x: u32 = 1;
            while !end.load(Relaxed) {
                for _ in 0..100 {
                    let next = x.wrapping_mul(1664525).wrapping_add(1013904223);
                    unsafe { std::ptr::write_volatile(&mut x, next) };
                }
                turns[i].fetch_add(1, Relaxed);
                tokio::task::yield_now().await;
            }
        }));
    }
    let sleepers: Vec<_> = (0..SLEEPERS)
        .map(|_| {
            tokio::spawn(async move {
                let mut lateness = Vec::with_capacity(SLEEPS);
                for _ in 0..SLEEPS {
                    let due = Instant::now() + Duration::from_millis(1);
                    tokio::time::sleep_until(due).await;
                    lateness.push(due.elapsed().as_nanos() as f64 / 1e3);
                }
                lateness
            })
        })
        .collect();
    let mut lateness = Vec::new();
    for sleeper in sleepers {
        lateness.extend(sleeper.await.unwrap());
    }
    end.store(true, Relaxed);
    for task in load {
        task.await.unwrap();
    }
    lateness.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let counts: Vec<u64> = turns.iter().map(|count| count.load(Relaxed)).collect();
    let (sum, least) = (counts.iter().sum::<u64>(), *counts.iter().min().unwrap());
    measure::report(late, lateness[SLEEPERS * SLEEPS / 100 * 99]);
    measure::report(fewest, 100.0 * least as f64 * OTHERS as f64 / sum as f64);
}

fn main() {
    measure::run(async {
        run(false, "late", "fewest").await;
        run(true, "pair_late", "pair_fewest").await;
    });
}
