// See tarry.c.
package main

import (
	"bufio"
	"fmt"
	"net"
)

func serve(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 4096)
	for {
		line, err := reader.ReadSlice('\n')
		if len(line) > 0 {
			if _, err := connection.Write(line); err != nil {
				return
			}
		}
		if err != nil && err != bufio.ErrBufferFull {
			return
		}
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Printf("port %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		if connection, err := listener.Accept(); err == nil {
			go serve(connection)
		}
	}
}
