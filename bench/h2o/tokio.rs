// See tarry.c.
#[path = "../tokio/measure.rs"]
mod measure;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::{Barrier, Semaphore};

const MOLECULES: usize = 100_000;

struct Water {
    hydrogens: Semaphore,
    oxygens: Semaphore,
    barrier: Barrier,
}

async fn atom(water: Arc<Water>, is_oxygen: bool) {
    let places = if is_oxygen { &water.oxygens } else { &water.hydrogens };
    let _place = places.acquire().await.unwrap();
    water.barrier.wait().await;
}

fn main() {
    measure::run(async {
        let water = Arc::new(Water {
            hydrogens: Semaphore::new(2),
            oxygens: Semaphore::new(1),
            barrier: Barrier::new(3),
        });
        let start = Instant::now();
        let mut handles = Vec::with_capacity(3 * MOLECULES);
        for i in 0..3 * MOLECULES {
            handles.push(tokio::spawn(atom(water.clone(), i % 3 == 2)));
        }
        for handle in handles {
            handle.await.unwrap();
        }
        measure::report("molecule", measure::ns_each(start, MOLECULES));
    });
}
