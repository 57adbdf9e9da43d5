/**
 * Requests and relays of one stream, racing: a store read item by item, a broker whose sends fail, hang or arrive late,
 * and processes that die between any two steps. The scheduler decides which step comes next.
 */
import type { Scheduler } from 'fast-check';
import { Fault } from '../../../lib/errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../../../lib/kafka/record.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { type DrainConnections, drain, drainStored } from '../../../lib/outbox/drain.ts';
import { outboxRow, versionKey } from '../../../lib/outbox/outbox.ts';
import { refOf } from '../../../lib/store/refs.ts';
import type { Item, SingleWrite, Store } from '../../../lib/store/store.ts';
import { record } from '../../contracts/broker/given.ts';

/** The fate of a send: taken, taken late and unheard, refused, or only some of its records taken, in no order of ours. */
export type Fate = 'taken' | 'answer lost' | 'late' | 'lost' | 'in part';

const STREAM = 'user#1';

export interface Race {
  /** Topics and versions in the order in which the broker has them. */
  log: string[];
  committed: number;
  rows: Map<string, Item>;
  step(what: string): Promise<void>;
}

export function openRace(scheduler: Scheduler): Race {
  return {
    log: [],
    committed: 0,
    rows: new Map(),
    step: (what) => scheduler.schedule(Promise.resolve(), what),
  };
}

/** The fortune of a process: the ends of its sends, in order, and the number of steps until it is dead. */
export interface Fortune {
  fates: Fate[];
  stepsToLive?: number | undefined;
}

/** Commits the next version, then drains: what is the first of all, without looking at the rest. */
export async function request(fortune: Fortune, race: Race): Promise<void> {
  const step = stepsOf(fortune, race);
  await attempt(async () => {
    await step('commit');
    race.committed += 1;
    const version = race.committed;
    const records = ['events', 'old-events'].map((topic) => record(topic, 'k', String(version)));
    const isFirst = version === 1;
    const { row, ...planned } = outboxRow({ stream: STREAM, version, records, isFirst }, '2026-11-21T08:00:00.000Z');
    race.rows.set(row.sk, row);
    await step('committed');
    await drainStored({ row, isFirst: planned.isFirst }, drainConnectionsOf(fortune, step, race));
  });
}

/** Drains what is there. */
export async function relayOnce(fortune: Fortune, race: Race): Promise<void> {
  await attempt(() => drain(STREAM, drainConnectionsOf(fortune, stepsOf(fortune, race), race)));
}

function drainConnectionsOf({ fates }: Fortune, step: Race['step'], race: Race): DrainConnections {
  const left = [...fates];
  const publish = (records: readonly NewRecord[]) => send(records, left.shift() ?? 'taken', { step, race });
  const log = createLog({ level: 'silent', format: 'json', now: Date.now });
  return { function: 'race', store: storeOf(step, race), objects, producer: { publish, close }, log, now: Date.now };
}

interface Sending {
  step: Race['step'];
  race: Race;
}

async function send(records: readonly NewRecord[], fate: Fate, { step, race }: Sending): Promise<KafkaRecord[]> {
  const arrive = (which: readonly NewRecord[]) => race.log.push(...which.map(toText));
  await step(`send ${fate}`);
  // A send that has left arrives, whatever becomes of the process.
  if (fate === 'late') void race.step('arrive late').then(() => arrive(records));
  else await race.step('arrive');
  if (fate === 'taken' || fate === 'answer lost') arrive(records);
  if (fate === 'in part') arrive(records.slice(1));
  await step('answer');
  if (fate !== 'taken') throw new Fault(fate === 'late' ? 'TIMED_OUT' : 'BROKER_UNAVAILABLE', fate);
  return records.map((each, offset) => ({ ...each, partition: 0, offset, timestamp: 0 }));
}

/** The most that a race commits. */
export const MAX_VERSIONS = 5;
const PAGE = 2;

function storeOf(step: Race['step'], race: Race): Store {
  return {
    // DynamoDB reads each item of a query for itself; those before it may come and go meanwhile.
    query: async (_from, { to = '9' } = {}) => {
      await step('query');
      const found: Item[] = [];
      for (let version = 1; version <= MAX_VERSIONS; version += 1) {
        const row = race.rows.get(versionKey(version));
        if (row && row.sk <= to) found.push(row);
        await step(`looked at ${version}`);
      }
      return { items: found.slice(0, PAGE) as never[], ...(found.length > PAGE && { next: 'more' }) };
    },
    writeEach: async (writes: readonly SingleWrite[]) => {
      await step('remove');
      for (const write of writes) race.rows.delete(refOf(write).sk);
      await step('removed');
      return writes.map(() => ({ kind: 'done' as const }));
    },
    transact: async () => [],
    read: async () => [],
    addAlone: async ({ ref: { pk, sk } }) => ({ pk, sk }),
    close,
  };
}

const close = async () => undefined;
const objects = { put: close, get: close, remove: close };
const toText = ({ topic, value }: NewRecord) => `${topic} ${Buffer.from(value ?? '')}`;

/** A dead process takes no further step, and nobody hears of it. */
function stepsOf({ stepsToLive = Number.POSITIVE_INFINITY }: Fortune, race: Race): Race['step'] {
  let steps = 0;
  return async (what) => {
    steps += 1;
    if (steps > stepsToLive) throw new Died();
    await race.step(what);
  };
}

class Died extends Error {}

/** Nobody repeats a drain that failed: the next one does. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof Died)) throw error;
  }
}
