// See tarry.c. Any Go function may wait, so this is plain recursion.
package main

import (
	"sort"
	"sync"
	"time"

	measure "bench/go"
)

const depth = 17
const count = 2*(1<<depth) - 1

type node struct {
	left, right *node
	value       int
}

var nodes [count]node
var lock sync.Mutex

func walk(n *node) int {
	if n.left != nil {
		return walk(n.left) + walk(n.right)
	}
	lock.Lock()
	n.value++
	value := n.value
	lock.Unlock()
	return value
}

func main() {
	for i := 0; 2*i+2 < count; i++ {
		nodes[i] = node{&nodes[2*i+1], &nodes[2*i+2], 0}
	}
	rounds := make([]float64, 9)
	for i := range rounds {
		start := time.Now()
		if walk(&nodes[0]) != (i+1)<<depth {
			panic("wrong")
		}
		rounds[i] = float64(time.Since(start).Nanoseconds()) / count
	}
	sort.Float64s(rounds)
	measure.Report("node", rounds[len(rounds)/2])
}
