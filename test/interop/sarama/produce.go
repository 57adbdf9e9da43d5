package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/IBM/sarama"
)

// sent is a line of stdin: a record whose value is still to go through its struct.
type sent struct {
	Topic   string          `json:"topic"`
	Key     *string         `json:"key"`
	Headers [][2]string     `json:"headers"`
	Value   json.RawMessage `json:"value"`
}

// produce publishes each line with the settings that the documents give.
func produce(broker, prefix string) {
	config := sarama.NewConfig()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Idempotent = true
	config.Producer.Retry.Max = 3
	config.Producer.Retry.Backoff = 100 * time.Millisecond
	config.Producer.Compression = sarama.CompressionSnappy
	config.Producer.Partitioner = sarama.NewHashPartitioner
	config.Producer.Return.Successes = true
	config.Net.MaxOpenRequests = 1
	producer, err := sarama.NewSyncProducer([]string{broker}, config)
	check(err)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var record sent
		check(json.Unmarshal(lines.Bytes(), &record))
		_, _, err := producer.SendMessage(message(record, prefix))
		check(err)
	}
	check(lines.Err())
	check(producer.Close())
}

func message(record sent, prefix string) *sarama.ProducerMessage {
	value, err := asWritten(record.Topic, record.Value)
	if err != nil {
		err = fmt.Errorf("%s: %w", record.Value, err)
	}
	check(err)
	message := &sarama.ProducerMessage{Topic: prefix + record.Topic, Value: sarama.ByteEncoder(value)}
	if record.Key != nil {
		message.Key = sarama.StringEncoder(*record.Key)
	}
	for _, header := range record.Headers {
		held := sarama.RecordHeader{Key: []byte(header[0]), Value: []byte(header[1])}
		message.Headers = append(message.Headers, held)
	}
	return message
}
