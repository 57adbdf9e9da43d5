import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import pLimit from 'p-limit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { topics as catalogue } from '../../events/allTopics.ts';
import { config as welcoming } from '../../functions/consumers/sendWelcomeEmail/config.ts';
import { sendWelcomeEmail } from '../../functions/consumers/sendWelcomeEmail/sendWelcomeEmail.ts';
import { delivery } from '../../lib/consumer/constructors.ts';
import { headerText, type KafkaRecord } from '../../lib/kafka/record.ts';
import { type Relayed, relay } from '../../lib/outbox/relay.ts';
import { outageSeconds, registrations, reportFile } from '../environment.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { realPart } from '../real/available.ts';
import { type KafkaNode, startKafkaNode } from '../real/kafkaNode.ts';
import { openKafkaTopics } from '../real/kafkaTopics.ts';
import { type Deployed, deploy } from './publishing/deployed.ts';

const dynamo = await realPart('dynoxide');
const aws = await realPart('ministack');
const canHaveKafka = await realPart('kafka');
const PUBLISH_LIMIT_MS = 2_000;
/** Password hashing is slow where other tests run beside it; measured alone, it must do with a second. */
const slackMs = reportFile ? 1_000 : 5_000;
const outageMs = outageSeconds * 1_000;
const patienceMs = outageMs * 3 + 120_000;

/** Where a registration is told, each in the shape of its readers. */
const topicsOfRegistrations = ['user.events', 'user-events', 'user_registered'];

describe.runIf(dynamo && aws && canHaveKafka)('an outage of Kafka', () => {
  it(
    'fails no registration, delays none for long, loses none, and repeats no effect',
    async () => {
      const kafka = await startKafkaNode({ listeners: [{ name: 'ALL', protocol: 'PLAINTEXT' }] });
      onTestFinished(() => kafka.remove());
      await createTopics(kafka);
      const application = await deploy(
        { dynamo: dynamo ?? '', kafka: kafka.addressOf('ALL'), aws: aws ?? '' },
        PUBLISH_LIMIT_MS,
      );
      const http = await application.startHttp();
      await register(http.url, 'warm');

      const outage = outageOf(kafka);
      const answers = await registerAll(http.url);
      await outage;
      const relayed = await relayUntilEmpty(application);

      expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
      const slowestMs = Math.max(...answers.map(({ tookMs }) => tookMs));
      const records = await readAll(kafka);
      for (const topic of topicsOfRegistrations) expectOneIdEach(records.filter((record) => record.topic === topic));
      expect(await mailsOf(records)).toBe(registrations + 1);
      const took = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
      const p50Ms = took[Math.floor(took.length / 2)];
      const figures = { registrations, outageSeconds, p50Ms, slowestMs, relayedRows: relayed, records: records.length };
      if (reportFile) writeFileSync(reportFile, JSON.stringify(figures));
      expect(slowestMs).toBeLessThan(PUBLISH_LIMIT_MS + slackMs);
    },
    patienceMs,
  );
});

async function createTopics(kafka: KafkaNode): Promise<void> {
  const topics = await openKafkaTopics(kafka.addressOf('ALL'));
  await topics.createNamed(catalogue.map(({ name }) => ({ name, partitions: 3 })));
  await topics.close();
}

/** Begins a moment after the registrations. */
async function outageOf(kafka: KafkaNode): Promise<void> {
  await delay(500);
  await kafka.kill();
  await delay(outageMs);
  await kafka.start();
}

/** Registers as many at once as it takes to be busy as long as Kafka is gone. */
async function registerAll(url: string) {
  const atOnce = pLimit(Math.max(8, Math.ceil((2 * registrations) / outageSeconds)));
  const users = Array.from({ length: registrations }, (_, at) => `user${at}`);
  return await atOnce.map(users, (username) => register(url, username));
}

async function register(url: string, username: string): Promise<{ status: number; tookMs: number }> {
  const body = JSON.stringify({ username, email: `${username}@example.com`, password: 'password123' });
  const startedMs = performance.now();
  const headers = { 'content-type': 'application/json' };
  const { status } = await fetch(`${url}/api/v1/users/register`, { method: 'POST', headers, body });
  return { status, tookMs: Math.round(performance.now() - startedMs) };
}

/** Runs the relay like its schedule until nothing is left. Answers how many rows it sent. */
async function relayUntilEmpty({ drainConnections }: Deployed): Promise<number> {
  let rows = 0;
  for (let last: Relayed | undefined; last?.streams !== 0; ) {
    last = await relay(drainConnections);
    rows += last.rows;
  }
  return rows;
}

async function readAll(kafka: KafkaNode): Promise<KafkaRecord[]> {
  const topics = await openKafkaTopics(kafka.addressOf('ALL'));
  const pages: KafkaRecord[][] = [];
  for (const topic of topicsOfRegistrations) pages.push(await topics.read(topic));
  await topics.close();
  return pages.flat();
}

/** Every user is told of, under one event id however often. */
function expectOneIdEach(records: readonly KafkaRecord[]): void {
  const idsOf = new Map<string, Set<string | undefined>>();
  for (const { key, headers } of records) {
    const user = Buffer.from(key ?? '').toString();
    idsOf.set(user, (idsOf.get(user) ?? new Set()).add(headerText(headers, 'x-event-id')));
  }
  expect(idsOf.size).toBe(registrations + 1);
  expect([...idsOf.values()].filter((ids) => ids.size !== 1 || ids.has(undefined))).toEqual([]);
}

/** The batches come twice, as after a crash of their consumer. */
async function mailsOf(records: readonly KafkaRecord[]): Promise<number> {
  const platform = await openPlatform([welcoming]);
  const deliveries = { 'user.registered': sendWelcomeEmail, welcome_email: sendWelcomeEmail };
  const handler = delivery(welcoming, deliveries, { open: platform.open() });
  for (const _ of ['first', 'again']) {
    for (let at = 0; at < records.length; at += 300) await platform.invoke(handler, records.slice(at, at + 300));
  }
  return platform.inbox.list(100_000).length;
}
