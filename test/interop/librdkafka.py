"""Reads topics with librdkafka and prints each record as one line of JSON.

    consume BROKER PREFIX COUNT TOPIC…

PREFIX is what the names of the topics begin with.
"""

import json
import sys
import uuid

from confluent_kafka import Consumer

_, broker, prefix, wanted, *topics = sys.argv[1:]
consumer = Consumer(
    {"bootstrap.servers": broker, "group.id": f"interop.{uuid.uuid4()}", "auto.offset.reset": "earliest"}
)
consumer.subscribe([prefix + topic for topic in topics])
for read in range(int(wanted)):
    message = consumer.poll(20)
    if message is None or message.error():
        sys.exit(f"read {read} records, expected {wanted}: {message and message.error()}")
    line = {
        "topic": message.topic().removeprefix(prefix),
        "key": message.key().decode(),
        "headers": [[name, value.decode()] for name, value in message.headers() or []],
        "value": message.value().decode(),
    }
    print(json.dumps(line))
consumer.close()
