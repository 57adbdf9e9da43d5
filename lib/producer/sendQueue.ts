/**
 * One send at a time, and everything that waits meanwhile goes with the next. Sends of one idempotent kafkajs producer
 * must not overlap: when one fails, the next takes over its sequence numbers, and a broker that did get the first holds
 * the next for its repetition: acknowledged, and lost.
 */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../kafka/record.ts';
import { bytesOnBroker } from '../kafka/recordSize.ts';
import type { Producer } from './producer.ts';

/** A send holds at most this much, or one record that is larger. */
const max = { records: 100, bytes: 1_000_000 };

interface Sender {
  send(records: readonly NewRecord[]): Promise<KafkaRecord[]>;
  /** Makes the send on its way fail at once, and nothing of it leave any more. */
  discard(): void;
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
      for (const portion of inPortions(records)) placed.push(...(await enqueue(portion, signal, queue)));
      return placed;
    },
    idle: async () => await queue.running,
  };
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
  const room = { ...max };
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
  if (left.length < entries.length) await sendTogether(left, sender);
  else if (entries.length === 1 || outages.has(fault.code)) for (const { reject } of entries) reject(fault);
  else for (const entry of entries) await sendTogether([entry], sender);
}

const outages: ReadonlySet<ErrorCode> = new Set(['BROKER_UNAVAILABLE', 'TIMED_OUT']);

function inPortions(records: readonly NewRecord[]): NewRecord[][] {
  const portions: NewRecord[][] = [];
  let room = { records: 0, bytes: 0 };
  for (const record of records) {
    const bytes = bytesOnBroker(record);
    if (room.records < 1 || room.bytes < bytes) {
      portions.push([]);
      room = { ...max };
    }
    portions.at(-1)?.push(record);
    room = { records: room.records - 1, bytes: room.bytes - bytes };
  }
  return portions;
}

function bytesOf(records: readonly NewRecord[]): number {
  return records.reduce((sum, record) => sum + bytesOnBroker(record), 0);
}

function timedOut(records: readonly NewRecord[]): Fault {
  const topics = new Set(records.map(({ topic }) => topic));
  return new Fault('TIMED_OUT', `publishing ${records.length} records on ${[...topics].join(', ')}`);
}
