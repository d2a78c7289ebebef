// See tarry.c. Any Go function may wait, so this is plain recursion.
package main

import (
	"sort"
	"time"

	measure "bench/go"
)

//go:noinline
func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func main() {
	rounds := make([]float64, 5)
	for i := range rounds {
		start := time.Now()
		if fib(30) != 832040 {
			panic("wrong")
		}
		rounds[i] = float64(time.Since(start).Nanoseconds()) / 1e6
	}
	sort.Float64s(rounds)
	measure.Report("fib_30", rounds[2])
}
