/**
 * Measures the cost of the outbox in a request: POST /api/v1/payments as it is, the same handler publishing directly, and the frame
 * with nothing to publish.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { topics } from '../events/allTopics.ts';
import { actions } from '../functions/http/payments/actions.ts';
import { config } from '../functions/http/payments/config.ts';
import { machineClock } from '../lib/clock/clock.ts';
import { type Connections, connect, localFiles } from '../lib/connect/connect.ts';
import { createEngine } from '../lib/connect/engine.ts';
import { api } from '../lib/http/api.ts';
import { compressionOf } from '../lib/kafka/compression.ts';
import { createLog } from '../lib/observability/log.ts';
import { outbox as outboxTable } from '../lib/outbox/outbox.ts';
import { kafkaProducer } from '../lib/producer/kafka.ts';
import { parseSettings } from '../lib/settings/settings.ts';
import { refOf } from '../lib/store/refs.ts';
import type { Store, Write } from '../lib/store/store.ts';
import { openEmbeddedBroker } from '../local/broker/embedded.ts';
import { toTopicSettings } from '../local/cluster.ts';
import { startGateway } from '../local/gateway/gateway.ts';
import { invoke } from '../local/invoke.ts';
import type { Benchmark } from './benchmark.ts';
import type { Load, LoadFigures } from './load.ts';
import { startKafka } from './realParts.ts';

const REQUESTS = 5_000;
const CONNECTIONS = 32;
const ROUNDS = 3;

const body = JSON.stringify({ merchant_id: '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11', amount: 4_999, currency: 'EUR' });

/** `unpublished`: state and answer, and no events. What it costs is the gateway's, the frame's and the token's. */
const ways = ['unpublished', 'direct', 'outbox'] as const;
type Way = (typeof ways)[number];

/** `addedPercent`: time a request, by throughput, beside the same without the outbox. The best of three rounds each. */
export const outbox: Benchmark = async () => {
  await using parts = new AsyncDisposableStack();
  const names = topics.map(({ name }) => name);
  const kafka = await startKafka(parts, names);
  return [...(await compare('embedded', undefined)), ...(await compare('kafka', kafka))];
};

async function compare(broker: string, kafka: string | undefined) {
  const best = { unpublished: none, direct: none, outbox: none };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of ways) {
      const figures = await measure(way, kafka);
      if (figures.perSecond > best[way].perSecond) best[way] = figures;
    }
  }
  const addedPercent = Math.round((best.direct.perSecond / best.outbox.perSecond - 1) * 100);
  const rows = ways.map((way) => ({ broker, way, ...best[way] }));
  return rows.map((row) => (row.way === 'outbox' ? { ...row, addedPercent, limitPercent: 40 } : row));
}

const none: LoadFigures = { perSecond: 0, p50Ms: 0, p99Ms: 0, failed: 0 };

async function measure(way: Way, kafka: string | undefined): Promise<LoadFigures> {
  await using parts = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'bench-outbox-'));
  parts.defer(() => rm(folder, { recursive: true, force: true }));
  const broker = parts.adopt(openEmbeddedBroker({ file: localFiles(folder).broker, now: machineClock }), (opened) =>
    opened.close(),
  );
  await broker.createTopics(topics.map(toTopicSettings));
  const environment = { ADAPTERS: 'local', STATE_DIR: folder, DIGEST_SECRET: 'x'.repeat(32), LOG_LEVEL: 'silent' };
  const parsed = parseSettings(environment);
  const { settings } = parsed;
  const log = createLog({ level: 'silent', format: 'json', now: machineClock });
  const connections = await openConnections(parsed, kafka, parts);
  const given = { function: config.name, settings, own: {}, log, now: machineClock };
  const engine = createEngine({ ...given, connections: connectionsFor(way, connections) });
  const handler = api(config, actions, async () => engine);
  const functions = [{ config, load: async () => handler as never }];
  const gateway = await startGateway({ host: '127.0.0.1', port: 0, option: '' }, { functions, invoke, log });
  parts.defer(() => gateway.close(1_000));
  const token = await connections.tokens.mint({ id: 'bench', roles: ['service'] });
  const headers = { authorization: `Bearer ${token}` };
  const url = `${gateway.url}/api/v1/payments`;
  return await load({ url, headers, body, requests: REQUESTS, connections: CONNECTIONS });
}

async function openConnections(
  parsed: Parameters<typeof connect>[1],
  kafka: string | undefined,
  parts: AsyncDisposableStack,
) {
  const opened = await connect(
    config,
    parsed,
    createLog({ level: 'silent', format: 'json', now: machineClock }),
    machineClock,
  );
  parts.defer(() => opened.store.close());
  parts.defer(() => opened.producer.close());
  if (kafka === undefined) return opened;
  const producer = kafkaProducer(
    { brokers: [kafka], clientId: 'bench', compressionOf: compressionOf(topics) },
    machineClock,
  );
  parts.defer(() => producer.close());
  return { ...opened, producer };
}

function connectionsFor(way: Way, connections: Connections): Connections {
  if (way === 'outbox') return connections;
  const store = withoutOutbox(connections.store);
  if (way === 'direct') return { ...connections, store };
  return { ...connections, store, producer: { ...connections.producer, publish: async () => [] } };
}

/** State in the transaction; events are published right after it, and lost where that fails. */
function withoutOutbox(store: Store): Store {
  const isOutbox = (write: Write) => refOf(write).table.name === outboxTable.name;
  return {
    ...store,
    transact: (writes, token) =>
      store.transact(
        writes.filter((write) => !isOutbox(write)),
        token,
      ),
    writeEach: async (writes) => (writes.every(isOutbox) ? writes.map(() => DONE) : await store.writeEach(writes)),
  };
}

const DONE = { kind: 'done' } as const;

/** The clients run on a thread of their own. */
async function load(wanted: Load): Promise<LoadFigures> {
  const worker = new Worker(new URL('./load.ts', import.meta.url), { workerData: wanted });
  return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}
