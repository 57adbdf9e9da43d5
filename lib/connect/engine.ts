/** Everything a function works with: its connections, settings, clock and log. Opened once, at cold start. */
import { createHmac, randomUUID } from 'node:crypto';
import type { DecisionContext } from '../commit/commit.ts';
import { Fault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Log } from '../observability/log.ts';
import { createSeldom, type Seldom } from '../observability/seldom.ts';
import type { Outcome } from '../observability/signals.ts';
import { createStanding, type Standing } from '../observability/standing.ts';
import type { DrainConnections } from '../outbox/drain.ts';
import type { Settings } from '../settings/settings.ts';
import type { Connections } from './connect.ts';

export interface Engine {
  /** The function's name. */
  function: string;
  settings: Settings;
  /** The function's own settings, as its config shapes them. */
  own: unknown;
  connections: Connections;
  log: Log;
  /** Whether a cause is told in full now. */
  seldom: Seldom;
  /** How long partitions stand. */
  standing: Standing;
  /** Epoch milliseconds. */
  now(): number;
  newId(): string;
  /** 0 to 1. */
  random(): number;
  sleep(ms: number): Promise<void>;
  /** The batch that an invocation works on. */
  batch?: BatchAtHand;
}

export interface BatchAtHand {
  /** The invocation's. */
  id: string;
  /** Records. */
  size: number;
  /** Records of a lane share this: their key, nothing, or their partition. */
  lanes: 'key' | 'none' | 'partition';
  /** How many were settled how so far. */
  counts: Partial<Record<Outcome, number>>;
  first: KafkaRecord | undefined;
  /** By `performance.now()`. */
  startedMs: number;
}

type Given = Pick<Engine, 'function' | 'settings' | 'own' | 'connections' | 'log' | 'now'>;

export function createEngine(given: Given): Engine {
  return {
    ...given,
    seldom: createSeldom(given.now),
    standing: createStanding(given.function, given.log, given.now),
    newId: randomUUID,
    random: Math.random,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

/** `writer` is the topic and partition, where it is not the function itself that was called. */
export function decisionContextOf(engine: Engine, writer = engine.function): DecisionContext {
  return {
    settings: engine.own,
    writer,
    nowMs: engine.now(),
    newId: engine.newId,
    random: engine.random,
    digest: digestUnder(known(engine.settings.DIGEST_SECRET)),
  };
}

/** Whoever opens the engine has read it. */
function known(secret: string | undefined): string {
  if (secret === undefined) throw new Fault('SETTINGS_INVALID', 'DIGEST_SECRET: it was not read');
  return secret;
}

/** HMAC-SHA-256, base64url. */
export function digestUnder(secret: string): (text: string) => string {
  return (text) => createHmac('sha256', secret).update(text).digest('base64url');
}

interface Place {
  topic: string;
  partition: number;
  offset: number;
}

/** Takes the clock once for many records; the writer is each record's own partition. */
export function decisionContextByRecord(engine: Engine): (record: Place) => DecisionContext {
  let last: { topic: string; partition: number; context: DecisionContext } | undefined;
  // Records come partition by partition.
  return ({ topic, partition, offset }) => {
    if (last?.partition !== partition || last.topic !== topic) {
      last = { topic, partition, context: decisionContextOf(engine, `${topic}-${partition}`) };
    }
    return { ...last.context, offset };
  };
}

export function drainConnectionsOf(engine: Engine): DrainConnections {
  const { store, objects, producer, wakeRelay } = engine.connections;
  return { function: engine.function, store, objects, producer, log: engine.log, now: engine.now, wakeRelay };
}
