/**
 * One send at a time, and everything that waits meanwhile goes with the next. Sends of one idempotent kafkajs producer
 * must not overlap: when one fails, the next takes over its sequence numbers, and a broker that did get the first holds
 * the next for its repetition: acknowledged, and lost.
 */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../kafka/record.ts';
import { bytesOf, inPortions, portion } from './portions.ts';
import type { Producer } from './producer.ts';

interface Sender {
  send(records: readonly NewRecord[]): Promise<KafkaRecord[]>;
  /** Makes the send on its way fail at once, and nothing of it leave any more. */
  discard(): void;
  /** Names the partition of a record, like the producer's own; without it, only topics are told apart. */
  placeOf?(record: NewRecord): string;
}

interface Waiting {
  records: readonly NewRecord[];
  signal: AbortSignal | undefined;
  resolve(placed: KafkaRecord[]): void;
  reject(fault: Fault): void;
}

interface Queue {
  sender: Sender;
  waiting: Waiting[];
  running: Promise<void> | undefined;
}

export function sendQueue(sender: Sender): { publish: Producer['publish']; idle(): Promise<void> } {
  const queue: Queue = { sender, waiting: [], running: undefined };
  return {
    async publish(records, signal) {
      const placed: KafkaRecord[] = [];
      for (const part of inPortions(records)) placed.push(...(await sendPortion(part, signal, queue)));
      return placed;
    },
    idle: async () => await queue.running,
  };
}

/** Together they may be more than a topic takes in one piece, where each of them is not. */
async function sendPortion(
  records: NewRecord[],
  signal: AbortSignal | undefined,
  queue: Queue,
): Promise<KafkaRecord[]> {
  try {
    return await enqueue(records, signal, queue);
  } catch (error) {
    if (records.length === 1 || toFault(error).code !== 'RECORD_TOO_LARGE') throw error;
    const placed: KafkaRecord[] = [];
    for (const record of records) placed.push(...(await enqueue([record], signal, queue)));
    return placed;
  }
}

function enqueue(records: readonly NewRecord[], signal: AbortSignal | undefined, queue: Queue): Promise<KafkaRecord[]> {
  const { promise, resolve, reject } = Promise.withResolvers<KafkaRecord[]>();
  const entry: Waiting = { records, signal, resolve, reject };
  const abort = () => {
    const place = queue.waiting.indexOf(entry);
    if (place >= 0) queue.waiting.splice(place, 1);
    else queue.sender.discard();
    reject(timedOut(records));
  };
  if (signal?.aborted) return Promise.reject(timedOut(records));
  signal?.addEventListener('abort', abort, { once: true });
  queue.waiting.push(entry);
  queue.running ??= sendAll(queue);
  return promise.finally(() => signal?.removeEventListener('abort', abort));
}

async function sendAll(queue: Queue): Promise<void> {
  while (queue.waiting.length > 0) await sendTogether(takeTogether(queue.waiting), queue.sender);
  queue.running = undefined;
}

/** Whole calls from the front, as many as fit; the first one in any case. */
function takeTogether(waiting: Waiting[]): Waiting[] {
  let count = 0;
  const room = { ...portion };
  for (const { records } of waiting) {
    room.records -= records.length;
    room.bytes -= bytesOf(records);
    if (count > 0 && (room.records < 0 || room.bytes < 0)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

async function sendTogether(entries: readonly Waiting[], sender: Sender): Promise<void> {
  const wanted = entries.filter(({ signal }) => !signal?.aborted);
  if (wanted.length === 0) return;
  try {
    const placed = await sender.send(wanted.flatMap(({ records }) => records));
    let from = 0;
    for (const { records, resolve } of wanted) {
      resolve(placed.slice(from, from + records.length));
      from += records.length;
    }
  } catch (error) {
    await settleFailed(wanted, toFault(error), sender);
  }
}

/** One caller's bad record or lapsed time must not fail those it travelled with; an outage is everyone's. */
async function settleFailed(entries: readonly Waiting[], fault: Fault, sender: Sender): Promise<void> {
  const left = entries.filter(({ signal }) => !signal?.aborted);
  const sharing = sharingFate(entries, fault, sender);
  if (left.length < entries.length) await sendTogether(left, sender);
  else if (entries.length === 1 || outages.has(fault.code)) rejectAll(entries, fault);
  // It takes kafkajs a second to find it out: once for all of them.
  else if (sharing.length === 1) rejectAll(entries, fault);
  else for (const group of sharing) await sendTogether(group, sender);
}

/** Those that go to the same topics, or partitions, where the fault is theirs; else each by itself. */
function sharingFate(entries: readonly Waiting[], { code }: Fault, { placeOf }: Sender): Waiting[][] {
  if (code === 'TOPIC_UNAVAILABLE' && placeOf) return grouped(entries, (records) => placesOf(records, placeOf));
  return ofTopics.has(code) ? grouped(entries, topicsOf) : entries.map((entry) => [entry]);
}

function grouped(entries: readonly Waiting[], by: (records: readonly NewRecord[]) => string): Waiting[][] {
  return [...Map.groupBy(entries, ({ records }) => by(records)).values()];
}

/** Names that are the same for records that share their places. */
export function placesOf(records: readonly NewRecord[], placeOf: (record: NewRecord) => string): string {
  return [...new Set(records.map(placeOf))].sort().join(', ');
}

function rejectAll(entries: readonly Waiting[], fault: Fault): void {
  for (const { reject } of entries) reject(fault);
}

const outages: ReadonlySet<ErrorCode> = new Set(['BROKER_UNAVAILABLE', 'TIMED_OUT']);
const ofTopics: ReadonlySet<ErrorCode> = new Set([
  'UNKNOWN_TOPIC',
  'NOT_AUTHORISED',
  'TOPIC_UNAVAILABLE',
  'CLOCK_REFUSED',
]);

function timedOut(records: readonly NewRecord[]): Fault {
  return new Fault('TIMED_OUT', `publishing ${records.length} records on ${topicsOf(records)}`);
}

function topicsOf(records: readonly NewRecord[]): string {
  return placesOf(records, ({ topic }) => topic);
}
