// See tarry.c.
package main

import (
	"sort"
	"sync"
	"time"

	measure "bench/go"
)

const tasks = 1000000
const rounds = 7

func round() float64 {
	start := time.Now()
	var group sync.WaitGroup
	group.Add(tasks)
	for i := 0; i < tasks; i++ {
		go group.Done()
	}
	group.Wait()
	return measure.NsEach(start, tasks)
}

func main() {
	measure.Report("cold", round())
	warm := make([]float64, rounds)
	for i := range warm {
		warm[i] = round()
	}
	sort.Float64s(warm)
	measure.Report("warm", warm[rounds/2])
}
