// See tarry.c. A recursive async function has to be boxed.
#[path = "../tokio/measure.rs"]
mod measure;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;
use tokio::sync::Mutex;

const DEPTH: u32 = 17;
const NODES: usize = 2 * (1 << DEPTH) - 1;

// The value is only ever touched under the lock; relaxed, it costs what a plain one does.
struct Node {
    children: Option<(usize, usize)>,
    value: AtomicU64,
}

struct Tree {
    nodes: Vec<Node>,
    lock: Mutex<()>,
}

fn walk<'a>(tree: &'a Tree, node: &'a Node) -> Pin<Box<dyn Future<Output = u64> + Send + 'a>> {
    Box::pin(async move {
        if let Some((left, right)) = node.children {
            return walk(tree, &tree.nodes[left]).await + walk(tree, &tree.nodes[right]).await;
        }
        let _held = tree.lock.lock().await;
        let value = node.value.load(Relaxed) + 1;
        node.value.store(value, Relaxed);
        value
    })
}

fn main() {
    measure::run(async {
        let nodes = (0..NODES)
            .map(|i| Node {
                children: if 2 * i + 2 < NODES { Some((2 * i + 1, 2 * i + 2)) } else { None },
                value: AtomicU64::new(0),
            })
            .collect();
        let tree = Tree { nodes, lock: Mutex::new(()) };
        let mut rounds = Vec::new();
        for i in 0..9 {
            let start = Instant::now();
            assert_eq!(walk(&tree, &tree.nodes[0]).await, (i + 1) << DEPTH);
            rounds.push(start.elapsed().as_nanos() as f64 / NODES as f64);
        }
        rounds.sort_by(|a, b| a.partial_cmp(b).unwrap());
        measure::report("node", rounds[rounds.len() / 2]);
    });
}
