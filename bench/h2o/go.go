// See tarry.c. Go has no barrier: this is one made of a mutex and a channel for each molecule.
package main

import (
	"sync"
	"time"

	measure "bench/go"
)

const molecules = 100000

type barrier struct {
	mutex sync.Mutex
	count int
	gate  chan struct{}
}

func (b *barrier) wait() {
	b.mutex.Lock()
	if b.count == 0 {
		b.gate = make(chan struct{})
	}
	gate := b.gate
	b.count++
	last := b.count == 3
	if last {
		b.count = 0
	}
	b.mutex.Unlock()
	if last {
		close(gate)
	} else {
		<-gate
	}
}

func main() {
	places := [2]chan struct{}{make(chan struct{}, 2), make(chan struct{}, 1)}
	var meeting barrier
	var group sync.WaitGroup
	start := time.Now()
	group.Add(3 * molecules)
	for i := 0; i < 3*molecules; i++ {
		go func(places chan struct{}) {
			places <- struct{}{}
			meeting.wait()
			<-places
			group.Done()
		}(places[i%3/2])
	}
	group.Wait()
	measure.Report("molecule", measure.NsEach(start, molecules))
}
