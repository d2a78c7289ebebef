// See tarry.c.
package main

import (
	"sync"
	"time"

	measure "bench/go"
)

const items = 100000
const limit = 10

func main() {
	start := time.Now()
	places := make(chan struct{}, limit)
	results := make([]int, items)
	var group sync.WaitGroup
	group.Add(items)
	for i := 0; i < items; i++ {
		places <- struct{}{}
		go func(i int) {
			results[i] = i
			<-places
			group.Done()
		}(i)
	}
	group.Wait()
	measure.Report("item", measure.NsEach(start, items))
}
