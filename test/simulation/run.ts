/** One run: a workload through workers under faults, until everything is quiet; then what the rules say of it. */
import { tablesOf } from '../../lib/connect/connect.ts';
import { drainConnectionsOf } from '../../lib/connect/engine.ts';
import { due } from '../../lib/due/dueRow.ts';
import { toFault } from '../../lib/errors/fault.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { type RecordReport, recordSettled } from '../../lib/observability/signals.ts';
import { relay } from '../../lib/outbox/relay.ts';
import { type Clock, createClock, onClock } from './clock.ts';
import { startDueJob } from './dueJob.ts';
import { drawFaults, FAULTS_MS } from './faults.ts';
import { type Kind, kinds } from './kinds.ts';
import { createMemoryLog } from './memoryLog.ts';
import { createMemoryObjects } from './memoryObjects.ts';
import { createMemoryStore } from './memoryStore.ts';
import { oldOrders, orders } from './orders.ts';
import { createProvider } from './provider.ts';
import { type Random, seededRandom } from './random.ts';
import { shopConfig } from './shop.ts';
import { startMapping } from './trigger.ts';
import { startWorker, type World } from './worker.ts';
import { drawTrouble, drawWorkload, type Written } from './workload.ts';

export interface Ran {
  kind: Kind;
  startMs: number;
  /** Deliveries write down what became of each send. */
  isTold: boolean;
  written: readonly Written[];
  world: World;
  /** Where each of them came to stand. */
  placed: ReadonlyMap<Written, KafkaRecord>;
  reports: readonly RecordReport[];
  /** Still busy when everything should long have been quiet. */
  isEndless: boolean;
  trace: readonly string[];
}

const START_MS = Date.parse('2026-11-21T08:00:00.000Z');
const MAX_ALARMS = 60_000;
const RELAYS_MS = [9_000, 24_000];

export async function run(seed: number, isTraced = false): Promise<Ran> {
  const random = seededRandom(seed);
  const clock = createClock(START_MS);
  const trace: string[] = [];
  const kind = random.pick(Object.keys(kinds) as [Kind, ...Kind[]]);
  const rebalances = random.pick([0, 0, 2, 5]);
  const written = drawWorkload(random, kind, rebalances === 0);
  const isTold = seed % 2 === 1;
  const world = createWorld({ kind, isTold, written, random, clock }, (line) => {
    if (isTraced) trace.push(`${String(clock.now() - START_MS).padStart(6)} ${line()}`);
  });
  const reports: RecordReport[] = [];
  const placed = new Map<Written, KafkaRecord>();
  const listen = (report: unknown) => reports.push(report as RecordReport);
  recordSettled.subscribe(listen);
  const isEndless = await onClock(clock, async () => {
    const areDone = feed({ written, placed, rebalances }, world);
    if (kind === 'later') startDueJob(world);
    const isQuiet = await clock.run(MAX_ALARMS);
    clock.after(FAULTS_MS + 1, () => void relayAll(world));
    return !((await clock.run(MAX_ALARMS)) && isQuiet && areDone());
  }).finally(() => recordSettled.unsubscribe(listen));
  return { kind, startMs: START_MS, isTold, written, placed, world, reports, isEndless, trace };
}

interface Given {
  kind: Kind;
  isTold: boolean;
  written: readonly Written[];
  random: Random;
  clock: Clock;
}

function createWorld({ kind, isTold, written, random, clock }: Given, trace: World['trace']): World {
  const network = { clock, faults: drawFaults(random, clock), trace };
  const trouble = drawTrouble(written, random, () => clock.now() > START_MS + FAULTS_MS);
  return {
    ...network,
    random,
    store: createMemoryStore(network, random, [...tablesOf(shopConfig), due]),
    objects: createMemoryObjects(network),
    log: createMemoryLog(network),
    provider: createProvider(kind === 'keyedMail' || kind === 'later', network),
    breaker: { failures: random.pick([1, 2, 5]), openMs: random.pick([500, 5_000, 15_000]) },
    createSettling: () => kinds[kind](trouble, isTold),
    processes: new Map(),
    surprises: [],
  };
}

interface Feed {
  written: readonly Written[];
  placed: Map<Written, KafkaRecord>;
  /** The rebalances of each mapping. */
  rebalances: number;
}

/** Records come over some seconds; meanwhile partitions wander, and relays run beside the workers' own drains. */
function feed({ written, placed, rebalances }: Feed, world: World): () => boolean {
  const { clock, random, log } = world;
  let afterMs = 0;
  for (const one of written) {
    afterMs += random.pick([0, 0, 10, 1_500]);
    clock.after(afterMs, () => placed.set(one, log.append(one.record)));
  }
  const mappings = [orders, oldOrders].map(({ name }) =>
    startMapping(name, () => placed.size === written.length, world),
  );
  for (const mapping of mappings) {
    for (let count = 0; count < rebalances; count += 1) {
      clock.after(random.between(100, FAULTS_MS), mapping.rebalance);
    }
  }
  for (const ms of RELAYS_MS) clock.after(ms + random.between(0, 3_000), () => void relayOnce(world));
  return () => mappings.every((mapping) => mapping.isDone());
}

async function relayOnce(world: World): Promise<boolean> {
  try {
    const { rows, failed } = await relay(drainConnectionsOf(startWorker(world).engine));
    return rows === 0 && failed === 0;
  } catch (error) {
    world.trace(() => `the relay failed: ${toFault(error).message}`);
    return false;
  }
}

/** When nothing goes wrong any more, the second one finds nothing. */
async function relayAll(world: World): Promise<void> {
  while (!(await relayOnce(world))) world.trace(() => 'the relay once more');
}
