"""Reads a topic with librdkafka and prints each record as one line of JSON: broker, topic and number of records are arguments."""

import json
import sys
import uuid

from confluent_kafka import Consumer

broker, topic, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
consumer = Consumer(
    {"bootstrap.servers": broker, "group.id": f"interop.{uuid.uuid4()}", "auto.offset.reset": "earliest"}
)
consumer.subscribe([topic])
for read in range(wanted):
    message = consumer.poll(20)
    if message is None or message.error():
        sys.exit(f"read {read} records, expected {wanted}: {message and message.error()}")
    headers = [[name, value.decode()] for name, value in message.headers() or []]
    print(json.dumps({"key": message.key().decode(), "value": message.value().decode(), "headers": headers}))
consumer.close()
