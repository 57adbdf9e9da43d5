/** Events of a stage whose topics have a prefix: work sees the catalogue's names, Lambda is answered with those of its event. */
import { ORIGINAL_TOPIC, withoutPrefix } from '../kafka/topicPrefix.ts';
import { isMskEvent, type MskEvent } from './mskEvent.ts';
import type { MskRecord } from './mskFields.ts';

interface Response {
  batchItemFailures: { itemIdentifier: { partition: string; offset: number } }[];
}

export async function withoutPrefixes<R extends Response>(
  event: MskEvent,
  prefix: string,
  work: (event: MskEvent) => Promise<R | undefined>,
): Promise<R | undefined> {
  if (prefix === '' || !isMskEvent(event)) return await work(event);
  const given = new Map(Object.keys(event.records).map((name) => [withoutPrefix(prefix, name), name]));
  const records = Object.entries(event.records).map(([name, own]) => {
    return [withoutPrefix(prefix, name), Array.isArray(own) ? own.map((record) => inward(record, prefix)) : own];
  });
  const response = await work({ ...event, records: Object.fromEntries(records) });
  for (const { itemIdentifier } of response?.batchItemFailures ?? [])
    itemIdentifier.partition = given.get(itemIdentifier.partition) ?? itemIdentifier.partition;
  return response;
}

/** Whatever is not shaped as documented stays as it is: the reader of events judges it. */
function inward(record: MskRecord, prefix: string): MskRecord {
  if (typeof record !== 'object' || record === null || typeof record.topic !== 'string') return record;
  const { topic, headers } = record;
  const original =
    Array.isArray(headers) && headers.some((header) => header !== null && ORIGINAL_TOPIC in Object(header));
  return {
    ...record,
    topic: withoutPrefix(prefix, topic),
    ...(original && { headers: headers.map((header) => originInward(header, prefix)) }),
  };
}

function originInward(header: Record<string, number[] | null>, prefix: string): Record<string, number[] | null> {
  const bytes = header?.[ORIGINAL_TOPIC];
  if (!Array.isArray(bytes)) return header;
  return { ...header, [ORIGINAL_TOPIC]: [...Buffer.from(withoutPrefix(prefix, Buffer.from(bytes).toString()))] };
}
