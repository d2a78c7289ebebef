// See tarry.c.
package main

import (
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	measure "bench/go"
)

const others = 1000
const sleepers = 100
const sleeps = 500

var sink uint32

func run(withPair bool, late, fewest string) {
	var end atomic.Bool
	var load, sleeping sync.WaitGroup
	turns := make([]uint64, others)
	lateness := make([]float64, sleepers*sleeps)
	start := func(group *sync.WaitGroup, f func()) {
		group.Add(1)
		go func() {
			f()
			group.Done()
		}()
	}
	if withPair {
		there, back := make(chan int, 1), make(chan int, 1)
		there <- 1
		start(&load, func() {
			for ball := range there {
				back <- ball
			}
			close(back)
		})
		start(&load, func() {
			for ball := range back {
				if end.Load() {
					close(there)
					return
				}
				there <- ball
			}
		})
	} else {
		start(&load, func() {
			var mutex sync.Mutex
			for !end.Load() {
				mutex.Lock()
				mutex.Unlock()
			}
		})
	}
	for i := 0; i < others; i++ {
		i := i
		start(&load, func() {
			x := uint32(1)
			for !end.Load() {
				for k := 0; k < 100; k++ {
					x = x*1664525 + 1013904223
				}
				turns[i]++
				runtime.Gosched()
			}
			atomic.AddUint32(&sink, x)
		})
	}
	for n := 0; n < sleepers; n++ {
		n := n
		start(&sleeping, func() {
			for i := 0; i < sleeps; i++ {
				due := time.Now().Add(time.Millisecond)
				time.Sleep(time.Until(due))
				lateness[n*sleeps+i] = float64(time.Since(due).Nanoseconds()) / 1e3
			}
		})
	}
	sleeping.Wait()
	end.Store(true)
	load.Wait()
	sort.Float64s(lateness)
	sum, least := uint64(0), turns[0]
	for _, count := range turns {
		sum += count
		if count < least {
			least = count
		}
	}
	measure.Report(late, lateness[sleepers*sleeps/100*99])
	measure.Report(fewest, 100*float64(least)*others/float64(sum))
}

func main() {
	run(false, "late", "fewest")
	run(true, "pair_late", "pair_fewest")
}
