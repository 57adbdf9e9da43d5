// Reads a topic with Sarama and prints each record as one line of JSON: broker, topic and number of records are arguments.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"
	"time"

	"github.com/IBM/sarama"
)

type line struct {
	Key     string      `json:"key"`
	Value   string      `json:"value"`
	Headers [][2]string `json:"headers"`
}

func main() {
	broker, topic := os.Args[1], os.Args[2]
	wanted, err := strconv.Atoi(os.Args[3])
	check(err)
	consumer, err := sarama.NewConsumer([]string{broker}, sarama.NewConfig())
	check(err)
	partitions, err := consumer.Partitions(topic)
	check(err)
	messages := make(chan *sarama.ConsumerMessage)
	for _, partition := range partitions {
		claimed, err := consumer.ConsumePartition(topic, partition, sarama.OffsetOldest)
		check(err)
		go func() {
			for message := range claimed.Messages() {
				messages <- message
			}
		}()
	}
	for read := 0; read < wanted; read++ {
		select {
		case message := <-messages:
			show(message)
		case <-time.After(20 * time.Second):
			log.Fatalf("read %d records, expected %d", read, wanted)
		}
	}
}

func show(message *sarama.ConsumerMessage) {
	shown := line{Key: string(message.Key), Value: string(message.Value), Headers: [][2]string{}}
	for _, header := range message.Headers {
		shown.Headers = append(shown.Headers, [2]string{string(header.Key), string(header.Value)})
	}
	text, err := json.Marshal(shown)
	check(err)
	fmt.Println(string(text))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
