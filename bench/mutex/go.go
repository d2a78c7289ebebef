// See tarry.c.
package main

import (
	"sync"
	"time"

	measure "bench/go"
)

const tasks = 100
const times = 50000

func main() {
	var mutex sync.Mutex
	var group sync.WaitGroup
	counter := 0
	start := time.Now()
	group.Add(tasks)
	for t := 0; t < tasks; t++ {
		go func() {
			for i := 0; i < times; i++ {
				mutex.Lock()
				counter++
				mutex.Unlock()
			}
			group.Done()
		}()
	}
	group.Wait()
	measure.Report("lock_unlock", measure.NsEach(start, tasks*times))
	if counter != tasks*times {
		panic("lost")
	}
}
