// See tarry.c.
package main

import (
	"time"

	measure "bench/go"
)

const roundTrips = 1000000

func main() {
	there, back := make(chan int, 1), make(chan int, 1)
	start := time.Now()
	go func() {
		for ball := range there {
			back <- ball
		}
		close(back)
	}()
	for i := 0; i < roundTrips; i++ {
		there <- i
		if <-back != i {
			panic("lost")
		}
	}
	measure.Report("round_trip", measure.NsEach(start, roundTrips))
	close(there)
	<-back
}
