/** The samples of `events/` as records, in the form that replay takes. */
import { readdirSync, readFileSync } from 'node:fs';
import { topics } from '../../events/allTopics.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { fromMskEvent } from '../../lib/msk/mskEvent.ts';
import { parseExactly } from '../../local/jsonText.ts';

interface Sample {
  topic: string;
  key?: string;
  headers?: [string, string][];
  value?: unknown;
  valueBase64?: string;
}

export const sampleNames = readdirSync('events/samples').map((file) => file.replace(/\.json$/, ''));

/** Those on topics of the payment platform's own events, and all the rest: each half has a test that lists it. */
export const { platform: platformSampleNames = [], other: otherSampleNames = [] } = Object.groupBy(
  sampleNames,
  (name) => (topics.find((topic) => topic.name === sampleRecord(name).topic)?.format === 'flat' ? 'platform' : 'other'),
);

/** At partition 1, offset 43, written at 08:00:01 UTC. */
export function sampleRecord(name: string): KafkaRecord {
  const sample = parseExactly(readFileSync(`events/samples/${name}.json`, 'utf8')) as Sample;
  return {
    topic: sample.topic,
    partition: 1,
    offset: 43,
    timestamp: Date.parse('2026-11-21T08:00:01.000Z'),
    key: sample.key === undefined ? null : Buffer.from(sample.key),
    value: valueBytes(sample),
    headers: (sample.headers ?? []).map(([header, text]) => [header, Buffer.from(text)] as const),
  };
}

export function batchRecords(name: string): KafkaRecord[] {
  return fromMskEvent(JSON.parse(readFileSync(`events/msk/${name}.json`, 'utf8')));
}

function valueBytes({ value, valueBase64 }: Sample): Uint8Array | null {
  if (valueBase64 !== undefined) return Buffer.from(valueBase64, 'base64');
  return value === null ? null : Buffer.from(JSON.stringify(value));
}
