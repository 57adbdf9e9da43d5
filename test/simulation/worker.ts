/** A function instance: a process with an engine of its own, one invocation at a time. */

import { createBreaker } from '../../lib/connect/breaker.ts';
import type { Engine } from '../../lib/connect/engine.ts';
import { guardedObjects, guardedProducer } from '../../lib/connect/guarded.ts';
import { refusingPorts } from '../../lib/connect/openPorts.ts';
import type { LeftOpen } from '../../lib/crashGuard/openRows.ts';
import type { DueCall } from '../../lib/due/dueCall.ts';
import { toFault } from '../../lib/errors/fault.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { mail } from '../../lib/mail/port.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import type { Log } from '../../lib/observability/log.ts';
import { createStanding } from '../../lib/observability/standing.ts';
import { createReader } from '../../lib/reading/message.ts';
import { parseSettings } from '../../lib/settings/settings.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import type { Settling } from './kinds.ts';
import type { MemoryLog } from './memoryLog.ts';
import type { MemoryObjects } from './memoryObjects.ts';
import type { MemoryStore } from './memoryStore.ts';
import { never, type Process, startProcess } from './process.ts';
import type { Provider } from './provider.ts';
import type { Random } from './random.ts';
import type { Network } from './remote.ts';
import { shopConfig as config } from './shop.ts';

export interface World extends Network {
  random: Random;
  store: MemoryStore;
  objects: MemoryObjects;
  log: MemoryLog;
  provider: Provider;
  /** When the breakers of its processes open, and for how long. */
  breaker: { failures: number; openMs: number };
  createSettling(): Settling;
  /** Every process so far, by the owner that its claims begin with. */
  processes: Map<string, Process>;
  /** Errors that no invocation may throw. */
  surprises: string[];
}

export interface Worker {
  process: Process;
  engine: Engine;
  /** Answers whether Lambda is told of success. */
  invoke(records: readonly KafkaRecord[], due?: DueCall): Promise<boolean>;
}

const TIMEOUT_MS = 40_000;
/** How long before its end an invocation is aborted, as Middy does it. */
const EARLY_MS = 5;
const source = { arn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/test/1', bootstrapServers: '127.0.0.1:9098' };
const read = createReader(config);
export const { settings } = parseSettings({
  ADAPTERS: 'local',
  DIGEST_SECRET: 'a secret of at least thirty-two characters',
});

export function startWorker(world: World): Worker {
  const { clock } = world;
  const process = startProcess(`worker-${world.processes.size}`, clock);
  world.processes.set(process.name, process);
  const engine = engineOf(process, world);
  const settle = world.createSettling();
  const leftOpen: LeftOpen = [];
  let invocations = 0;
  const invoke = async (records: readonly KafkaRecord[], due?: DueCall) => {
    invocations += 1;
    const aborted = new AbortController();
    const endMs = clock.now() + TIMEOUT_MS;
    const early = clock.after(TIMEOUT_MS - EARLY_MS, () => aborted.abort());
    const late = clock.after(TIMEOUT_MS, () => {
      if (world.faults.areOver(TIMEOUT_MS))
        world.surprises.push(`${process.name} ran out of time with nothing in its way`);
      process.die();
    });
    const id = `${process.name} ${invocations}`;
    const invocation = { id, remainingMs: () => endMs - clock.now(), signal: aborted.signal, isReplay: !!due, due };
    world.trace(() => `${id} gets ${records.map(({ topic, partition, offset }) => `${topic}-${partition}@${offset}`)}`);
    const work = settle(toMskEvent(records, source), { config, read, engine, invocation, leftOpen });
    const succeeded = work.then(
      () => true,
      (error) => isHandedBack(error, world),
    );
    const answer = await Promise.race([succeeded, process.dead.then(() => false)]);
    for (const alarm of [early, late]) alarm.ring = null;
    world.trace(() => `${id} answers ${answer}`);
    return answer;
  };
  return { process, engine, invoke };
}

function isHandedBack(error: unknown, world: World): false {
  const { code, message } = toFault(error);
  if (code !== 'HANDED_BACK') world.surprises.push(`an invocation threw ${message}`);
  return false;
}

function engineOf(process: Process, world: World): Engine {
  const { clock, random } = world;
  const skewMs = random.between(-300, 300);
  const log = tracingLog(process, world);
  let ids = 0;
  const breaker = (dependency: string) => createBreaker({ dependency, ...world.breaker, now: clock.now, log });
  const connections = {
    ...refusingPorts(config.name),
    store: groupingStore(world.store.storeOf(process)),
    producer: guardedProducer(world.log.producerOf(process), breaker('Kafka')),
    mail: mail.guard(world.provider.mailOf(process), breaker('mail')),
    objects: guardedObjects(world.objects.objectsOf(process), breaker('objects')),
    tokens: { verify: never, ready: never, mint: never, publicKeys: never },
    invoke: never,
    callbackSecrets: { current: never, renewed: never },
  };
  return {
    function: config.name,
    settings,
    own: {},
    connections,
    log,
    now: () => clock.now() + skewMs,
    newId: () => {
      ids += 1;
      return `${process.name}-${ids}`;
    },
    seldom: () => true,
    standing: createStanding(config.name, log, clock.now),
    random: random.next,
    sleep: async (ms) => {
      await clock.sleep(ms);
      if (!process.isAlive()) await never();
    },
  };
}

function tracingLog({ name }: Process, { trace }: World): Log {
  const write = (message: string, fields?: object) => trace(() => `${name}: ${message} ${JSON.stringify(fields)}`);
  const log: Log = { debug: write, info: write, warn: write, error: write, isOn: () => true, with: () => log };
  return log;
}
