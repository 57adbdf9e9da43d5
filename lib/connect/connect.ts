/** Turns what a config declares into connections, by one setting; refuses what is not declared. */
import { join } from 'node:path';
import type * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import { type Use, usesPort } from '../declare/uses.ts';
import { dueWaker } from '../due/awake.ts';
import { due } from '../due/dueRow.ts';
import type { Topic } from '../envelope/topic.ts';
import type { InvokeFunction } from '../invoke/invoke.ts';
import { type CompressionOf, compressionOf } from '../kafka/compression.ts';
import { prefixed } from '../kafka/topicPrefix.ts';
import type { Objects } from '../objects/objects.ts';
import type { Log } from '../observability/log.ts';
import { outbox } from '../outbox/outbox.ts';
import { relayWaker } from '../outbox/wake.ts';
import { prefixedProducer } from '../producer/prefixed.ts';
import type { Producer } from '../producer/producer.ts';
import { type CallbackSecrets, callbackSecrets } from '../secrets/callbackSecrets.ts';
import type { Parsed, Settings } from '../settings/settings.ts';
import { groupingStore } from '../store/grouping.ts';
import type { Store, Table } from '../store/store.ts';
import { jobs } from '../tables/jobs.ts';
import { marks } from '../tables/marks.ts';
import { progress } from '../tables/progress.ts';
import type { Tokens } from '../token/tokens.ts';
import { createBreaker } from './breaker.ts';
import { declaredProducer, declaredStore, undeclared } from './declared.ts';
import { guardedObjects, guardedProducer } from './guarded.ts';
import { openPorts } from './openPorts.ts';
import type { PortConnections } from './ports.ts';
import { inShadow } from './shadow.ts';

export interface Connections extends PortConnections {
  store: Store;
  producer: Producer;
  objects: Objects;
  tokens: Tokens;
  callbackSecrets: CallbackSecrets;
  /** Absent where no relay can be called. */
  wakeRelay?: (() => Promise<void>) | undefined;
  /** Asks the job that works off rows due to look for one. Absent where it can't be called. */
  wakeDue?: ((dueAtMs: number) => Promise<void>) | undefined;
  invoke: InvokeFunction;
}

/** The connections of one side, AWS or local; `callRelay` and `callDue` invoke the relay, and the job for what is due, at once. */
type Opened = Pick<Connections, 'store' | 'producer' | 'objects' | 'tokens' | 'invoke'> &
  Record<'callRelay' | 'callDue', (() => Promise<void>) | undefined>;

/** The part of a config that decides about connections. `topics` are those read: their dead letter topics may be written. */
export interface Declaration {
  name: string;
  kind?: string;
  uses: readonly Use[];
  topics?: readonly Topic[];
  /** The function's own settings. */
  settings?: z.ZodObject;
}

/** Breakers live as long as the connections: what an environment has learnt of a dependency, its next invocation knows. */
export async function connect(
  declaration: Declaration,
  { settings, ofPorts }: Pick<Parsed, 'settings' | 'ofPorts'>,
  log: Log,
  now: Clock,
): Promise<Connections> {
  const tables = tablesOf(declaration);
  const onlyRead = tablesOnlyReadBy(declaration);
  const topics = topicsOf(declaration);
  const granted = { tables, onlyRead, claimTables: claimTablesOf(declaration), topics };
  const { callRelay, callDue, ...bare } = await open(declaration, tables, settings, now);
  const real = { ...bare, producer: prefixedProducer(bare.producer, settings.TOPIC_PREFIX) };
  const opened = settings.SHADOW ? inShadow(real, log) : real;
  const store = declaredStore(groupingStore(opened.store), granted, declaration.name);
  const relays = declaration.uses.some((use) => use.kind === 'relays');
  const { BREAKER_FAILURES: failures, BREAKER_OPEN_MS: openMs } = settings;
  const breaker = (dependency: string) => createBreaker({ dependency, failures, openMs, now, log });
  // The relay is who looks whether Kafka is back: it stops at the first failure by itself.
  const producer = relays ? opened.producer : guardedProducer(opened.producer, breaker('Kafka'));
  const { outside } = localFiles(settings.STATE_DIR);
  return {
    store,
    producer: relays ? producer : declaredProducer(producer, topics, declaration.name),
    objects: keepsObjects(declaration)
      ? guardedObjects(opened.objects, breaker('the object store'))
      : undeclared<Objects>('objects', declaration.name),
    tokens: opened.tokens,
    callbackSecrets: callbackSecrets(settings, now),
    ...(await openPorts(declaration, { settings, ofPorts, outside, breaker, log, now })),
    wakeRelay: callRelay && relayWaker(store, callRelay, now),
    wakeDue: callDue && dueWaker(store, callDue, now),
    invoke: opened.invoke,
  };
}

/** The engine's tables first: those of consumers, the outbox of who may write to it, and how far a job has come. */
export function tablesOf(declaration: Declaration): Table[] {
  const ofConsumers = declaration.topics ? [marks, progress] : [];
  const engines = [...ofConsumers, ...outboxOf(declaration), ...(isJob(declaration) ? [jobs] : [])];
  return [...engines, ...declaration.uses.flatMap(tablesOfUse)];
}

/** A consumer has it for letters, even where no topic of its own has a dead letter topic. */
function outboxOf(declaration: Declaration): Table[] {
  return declaration.topics || publishesRecords(declaration) ? [outbox] : [];
}

/** Relay and the job for what is due find their work in the engine's own tables; topics are compared as they are. */
function isJob({ kind, uses }: Declaration): boolean {
  return kind === 'job' && !uses.some((use) => ['relays', 'works-off', 'administers', 'diagnoses'].includes(use.kind));
}

function tablesOfUse(use: Use): Table[] {
  if (use.kind === 'works-off') return [due];
  return use.kind === 'table' ? [use.table] : [];
}

/** Whether it stores rows due, and is given their records. */
export function defers({ uses }: Declaration): boolean {
  return uses.some((use) => use.kind === 'table' && use.table.name === due.name && !use.onlyReads);
}

export function worksOffDue({ uses }: Declaration): boolean {
  return uses.some(({ kind }) => kind === 'works-off');
}

/** Those of them that it reads and never writes. */
export function tablesOnlyReadBy({ uses }: Declaration): Table[] {
  const named = uses.flatMap((use) => (use.kind === 'table' ? [use] : []));
  const written = named.flatMap(({ table, onlyReads }) => (onlyReads ? [] : [table.name]));
  return named.flatMap(({ table }) => (written.includes(table.name) ? [] : [table]));
}

/** Those with writes that stand alone: consumers claim, and whoever sends a row of the outbox removes it. */
export function claimTablesOf(declaration: Declaration): Table[] {
  return [...(declaration.topics ? [marks] : []), ...outboxOf(declaration)];
}

export function topicsOf(declaration: Declaration): Set<string> {
  const deadLetters = (declaration.topics ?? []).flatMap((topic) => topic.deadLetterTopic ?? []);
  return new Set([...publishedBy(declaration).map((topic) => topic.name), ...deadLetters]);
}

/** Whether the function itself sends records to Kafka. */
export function publishesRecords(declaration: Declaration): boolean {
  return declaration.uses.some(({ kind }) => kind === 'relays') || topicsOf(declaration).size > 0;
}

/** Large rows, of the outbox and due, are objects, and so are letters that a consumer can't write otherwise; who needs more declares it. */
export function keepsObjects(declaration: Declaration): boolean {
  const isDeclared = usesPort(declaration, 'objects');
  return isDeclared || declaration.topics !== undefined || publishesRecords(declaration) || worksOffDue(declaration);
}

/** The topics of the events that it publishes. */
function publishedBy({ uses }: Declaration): Topic[] {
  return uses.flatMap((use) => (use.kind === 'publishes' ? use.events : [])).flatMap((event) => event.topics);
}

/** By the names on the cluster, as the clients of Kafka ask for it. */
function compressionIn(declaration: Declaration, prefix: string): CompressionOf {
  const relayed = declaration.uses.flatMap((use) => (use.kind === 'relays' ? use.topics : []));
  return compressionOf(prefixed(prefix, [...publishedBy(declaration), ...relayed]));
}

/** Each side is imported only where it is chosen; a bundle leaves the local one out. */
async function open(declaration: Declaration, tables: Table[], settings: Settings, now: Clock): Promise<Opened> {
  const wanted = {
    name: declaration.name,
    tables,
    compressionOf: compressionIn(declaration, settings.TOPIC_PREFIX),
    publishes: publishesRecords(declaration),
    keepsObjects: keepsObjects(declaration),
    usesTokens: usesPort(declaration, 'tokens'),
    invokes: worksOffDue(declaration),
    now,
  };
  if (settings.ADAPTERS === 'aws') {
    const { awsConnections } = await import('./awsConnections.ts');
    return await awsConnections(wanted, settings);
  }
  if (settings.ADAPTERS === 'emulator') {
    const { emulatedConnections } = await import('./emulatedConnections.ts');
    return emulatedConnections(wanted, localFiles(settings.STATE_DIR), settings);
  }
  const { localConnections } = await import('./localConnections.ts');
  return await localConnections(wanted, localFiles(settings.STATE_DIR), settings);
}

/** Where the local adapters keep their state. `outside` holds what providers would: it is not ours to roll back. */
export function localFiles(folder: string) {
  return {
    store: join(folder, 'store.db'),
    broker: join(folder, 'broker.db'),
    outside: join(folder, 'outside.db'),
    objects: join(folder, 'objects'),
    tokenKeys: join(folder, 'tokenKeys.json'),
    emulator: join(folder, 'emulator.json'),
  };
}
