package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"reflect"
	"strings"
	"time"

	"github.com/IBM/sarama"
)

// read is a line of stdout: what a service had of a record.
type read struct {
	Topic   string      `json:"topic"`
	Key     string      `json:"key"`
	Headers [][2]string `json:"headers"`
	Struct  string      `json:"struct"`
	Value   any         `json:"value"`
}

// consume reads the topics as a group of its own with the settings that the documents give, from their beginning, and
// ends after so many records.
func consume(broker, prefix string, wanted int, topics []string) {
	config := sarama.NewConfig()
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	config.Consumer.Offsets.AutoCommit.Interval = time.Second
	config.Consumer.Group.Session.Timeout = 10 * time.Second
	config.Consumer.Group.Heartbeat.Interval = 3 * time.Second
	id := fmt.Sprintf("interop.%d", time.Now().UnixNano())
	group, err := sarama.NewConsumerGroup([]string{broker}, id, config)
	check(err)
	names := make([]string, len(topics))
	for at, topic := range topics {
		names[at] = prefix + topic
	}
	ctx, stop := context.WithCancel(context.Background())
	messages := make(chan *sarama.ConsumerMessage)
	go func() {
		for ctx.Err() == nil {
			check(group.Consume(ctx, names, claims{messages}))
		}
	}()
	for count := 0; count < wanted; count++ {
		select {
		case message := <-messages:
			show(message, prefix)
		case <-time.After(30 * time.Second):
			log.Fatalf("read %d records, expected %d", count, wanted)
		}
	}
	stop()
	check(group.Close())
}

type claims struct {
	messages chan<- *sarama.ConsumerMessage
}

func (claims) Setup(sarama.ConsumerGroupSession) error { return nil }

func (claims) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (claims claims) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		select {
		case claims.messages <- message:
			session.MarkMessage(message, "")
		case <-session.Context().Done():
			return nil
		}
	}
	return nil
}

func show(message *sarama.ConsumerMessage, prefix string) {
	topic := strings.TrimPrefix(message.Topic, prefix)
	value, err := asRead(topic, message.Value)
	if err != nil {
		log.Fatalf("%s: %v: %s", topic, err, message.Value)
	}
	name := reflect.TypeOf(value).Elem().Name()
	line := read{Topic: topic, Key: string(message.Key), Headers: [][2]string{}, Struct: name, Value: value}
	for _, header := range message.Headers {
		line.Headers = append(line.Headers, [2]string{string(header.Key), string(header.Value)})
	}
	text, err := json.Marshal(line)
	check(err)
	fmt.Println(string(text))
}
