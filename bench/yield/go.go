// See tarry.c.
package main

import (
	"runtime"
	"sync"
	"time"

	measure "bench/go"
)

const switches = 10000000

func measureSwitches(tasks int) float64 {
	start := time.Now()
	var group sync.WaitGroup
	group.Add(tasks)
	for i := 0; i < tasks; i++ {
		go func() {
			for turns := switches / tasks; turns > 0; turns-- {
				runtime.Gosched()
			}
			group.Done()
		}()
	}
	group.Wait()
	return measure.NsEach(start, switches)
}

func main() {
	measure.Report("two", measureSwitches(2))
	measure.Report("thousand", measureSwitches(1000))
}
