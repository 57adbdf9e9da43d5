// A Go service as others write them, with Sarama: `produce` publishes the records on stdin as its structs have them,
// `consume` prints what its structs hold of the records it read. Each is a line of JSON.
//
//	produce BROKER PREFIX
//	consume BROKER PREFIX COUNT TOPIC…
//
// PREFIX is what the names of the topics begin with.
package main

import (
	"log"
	"os"
	"strconv"
)

func main() {
	command, broker, prefix := os.Args[1], os.Args[2], os.Args[3]
	switch command {
	case "produce":
		produce(broker, prefix)
	case "consume":
		wanted, err := strconv.Atoi(os.Args[4])
		check(err)
		consume(broker, prefix, wanted, os.Args[5:])
	default:
		log.Fatalf("expected produce or consume, came %s", command)
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
