// See tarry.c.
package main

import (
	"sync"
	"time"

	measure "bench/go"
)

const messages = 4000000
const capacity = 128

func millionsASecond(senders int) float64 {
	start := time.Now()
	channel := make(chan int, capacity)
	var group sync.WaitGroup
	group.Add(senders)
	for s := 0; s < senders; s++ {
		go func() {
			for i := 0; i < messages/senders; i++ {
				channel <- i
			}
			group.Done()
		}()
	}
	go func() {
		group.Wait()
		close(channel)
	}()
	count := 0
	for range channel {
		count++
	}
	if count != messages {
		panic("lost")
	}
	return 1e3 / measure.NsEach(start, messages)
}

func main() {
	measure.Report("one_to_one", millionsASecond(1))
	measure.Report("four_to_one", millionsASecond(4))
}
