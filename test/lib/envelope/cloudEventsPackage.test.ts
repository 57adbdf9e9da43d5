import { CloudEvent, Kafka, type KafkaMessage } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { recognise } from '../../../lib/envelope/recognise.ts';
import type { WireFormat } from '../../../lib/envelope/topic.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { recordOf } from '../../fixtures/records.ts';
import { topicOf } from './topicOf.ts';

const data = { thing_id: 't-1', colour: 'rød', metadata: null };
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const attributes = {
  id: 'e-1',
  type: 'thing.made',
  source: '/shops/7',
  time: '2026-11-21T08:00:00.000Z',
  dataschema: 'https://schemas.example.com/thing.made/v2.json',
  traceparent,
};
const canonical = {
  id: 'e-1',
  idIsPlace: false,
  type: 'thing.made',
  format: 'cloudevents',
  version: 2,
  timestamp: '2026-11-21T08:00:00.000Z',
  source: '/shops/7',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  data,
};

const everyTopic: WireFormat[] = ['envelope', 'embedded', 'flat', 'action', 'bare'];

/** The message of the package as its bytes reach us. */
function recordFrom(message: KafkaMessage<unknown>): KafkaRecord {
  const headers = Object.entries(message.headers).flatMap(([name, text]): [string, string][] =>
    text === undefined ? [] : [[name, String(text)]],
  );
  return recordOf({ value: message.value, headers });
}

describe.each(everyTopic)('on a topic of format %s', (format) => {
  const topic = topicOf(format);

  it.each([
    ['structured', Kafka.structured],
    ['binary', Kafka.binary],
  ])('what the cloudevents package writes in %s mode is read', (_, write) => {
    const event = new CloudEvent({ ...attributes, datacontenttype: 'application/json', data });
    expect(recognise(recordFrom(write(event)), topic, () => undefined)).toEqual(canonical);
  });

  it('bytes that it writes in structured mode are read', () => {
    const event = new CloudEvent({ ...attributes, data: Uint8Array.from(Buffer.from(JSON.stringify(data))) });
    const record = recordFrom(Kafka.structured(event));
    expect(Buffer.from(record.value ?? '').toString()).toContain('"data_base64"');
    expect(recognise(record, topic, () => undefined)).toEqual(canonical);
  });
});
