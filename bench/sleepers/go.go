// See tarry.c.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	measure "bench/go"
)

func kilobytes(name string) (value float64) {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, name) {
			fmt.Sscanf(line[len(name):], "%f", &value)
		}
	}
	return
}

func main() {
	count := 1000000
	if len(os.Args) > 1 {
		count, _ = strconv.Atoi(os.Args[1])
	}
	before := kilobytes("VmRSS:") + kilobytes("VmPTE:")
	start := time.Now()
	var group sync.WaitGroup
	group.Add(count)
	for i := 0; i < count; i++ {
		go func() {
			time.Sleep(time.Second)
			group.Done()
		}()
	}
	group.Wait()
	measure.Report("over", time.Since(start).Seconds()-1)
	measure.Report("memory", (kilobytes("VmHWM:")+kilobytes("VmPTE:")-before)*1024/float64(count))
}
