// Package measure is what the Go programs share. GOMAXPROCS is set by whoever runs them.
package measure

import (
	"fmt"
	"time"
)

func Report(name string, value float64) {
	fmt.Printf("%s %.3f\n", name, value)
}

func NsEach(start time.Time, count int) float64 {
	return float64(time.Since(start).Nanoseconds()) / float64(count)
}
