/** Records of a topic: looking at them, and publishing new ones exactly as they are written. */
import { Fault } from '../../lib/errors/fault.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import type { PlacedRecord } from '../../lib/producer/embeddedLog.ts';
import type { Broker, PartitionBounds } from '../broker/broker.ts';
import { FieldError } from '../fields.ts';
import { parseJsonText } from '../jsonText.ts';
import { fromRecordJson, toRecordJson } from '../recordJson.ts';
import { type InspectionAnswer, type InspectionRequest, limitOf, ok, wholeNumberOf } from './route.ts';

const PAGE_BYTES = 64 * 1024 * 1024;

/** Newest first. `from` is the first offset that may come: then the page goes on from there, else it ends at the newest. */
export async function showRecords(request: InspectionRequest, broker: Broker): Promise<InspectionAnswer> {
  const topic = topicOf(request);
  const limit = limitOf(request);
  const from = wholeNumberOf(request, 'from');
  const partitions = choosePartitions(await broker.offsets(topic), request);
  const pages = partitions.map((bounds) => {
    if (from === undefined) return newestOf(topic, bounds, limit, broker);
    return broker.fetch(topic, bounds.partition, from, { records: limit, bytes: PAGE_BYTES });
  });
  const records = newestFirst(await Promise.all(pages));
  const shown = from === undefined ? records.slice(0, limit) : records.slice(-limit);
  return ok(shown.map(toRecordJson));
}

/** Goes back further as long as the offsets looked at hold too few records: those of aborted transactions hold none. */
async function newestOf(
  topic: string,
  { partition, start, end }: PartitionBounds,
  limit: number,
  broker: Broker,
): Promise<KafkaRecord[]> {
  for (let span = limit; ; span *= 4) {
    const first = Math.max(start, end - span);
    const records = await broker.fetch(topic, partition, first, { records: span, bytes: PAGE_BYTES });
    if (records.length >= limit || first === start) return records.slice(-limit);
  }
}

/** One record, or several in their order. Answers them as they stand on the topic. */
export async function publishRecords(request: InspectionRequest, broker: Broker): Promise<InspectionAnswer> {
  const topic = topicOf(request);
  const { length: partitions } = await broker.offsets(topic);
  const json = parseJsonText(request.body);
  const written = Array.isArray(json) ? json : [json];
  const records = written.map((one, index) =>
    toPublish(one, Array.isArray(json) ? `[${index}]` : '', topic, partitions),
  );
  const published = await broker.publish(records);
  return { status: 201, body: published.map(toRecordJson) };
}

function toPublish(json: unknown, where: string, topic: string, partitions: number): PlacedRecord {
  const { topic: named = topic, offset: _, ...record } = fromRecordJson(json, where);
  if (named !== topic)
    throw new FieldError(where, 'topic', `expected ${topic}, as the path says, or nothing, came ${named}`);
  if (record.partition !== undefined && record.partition >= partitions) {
    throw new FieldError(
      where,
      'partition',
      `expected below ${partitions}, the partitions of ${topic}, came ${record.partition}`,
    );
  }
  return { ...record, topic };
}

function choosePartitions(bounds: readonly PartitionBounds[], request: InspectionRequest): readonly PartitionBounds[] {
  const wanted = wholeNumberOf(request, 'partition');
  if (wanted === undefined) return bounds;
  const chosen = bounds.filter(({ partition }) => partition === wanted);
  if (chosen.length > 0) return chosen;
  throw new FieldError(
    '',
    'partition',
    `expected below ${bounds.length}, the partitions of ${topicOf(request)}, came ${wanted}`,
  );
}

function topicOf({ path }: InspectionRequest): string {
  const { topic } = path;
  if (topic === undefined) throw new Fault('UNKNOWN_TOPIC', 'the path names none');
  return topic;
}

/** Each partition in its own order; between partitions time decides, for there is no other order. */
function newestFirst(pages: KafkaRecord[][]): KafkaRecord[] {
  const merged: KafkaRecord[] = [];
  for (;;) {
    const latest = pages.reduce((best, page) => (timeOf(page) > timeOf(best) ? page : best), []);
    const record = latest.pop();
    if (!record) return merged;
    merged.push(record);
  }
}

function timeOf(page: readonly KafkaRecord[]): number {
  return page.at(-1)?.timestamp ?? -1;
}
