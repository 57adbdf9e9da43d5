import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { topics as catalogue } from '../../events/allTopics.ts';
import { type AdminConnection, openAdmin } from '../../lib/kafkaAdmin/admin.ts';
import { findTopics } from '../../lib/kafkaAdmin/topics.ts';
import { realPart } from '../real/available.ts';
import { type Certificates, makeCertificates } from '../real/certificates.ts';
import { type KafkaNode, startKafkaNode } from '../real/kafkaNode.ts';
import { securedListeners } from '../real/securedKafka.ts';
import { runOps } from './runOps.ts';

const canHaveKafka = await realPart('kafka');

describe.runIf(canHaveKafka)('ops topics', () => {
  let certificates: Certificates;
  let kafka: KafkaNode;
  let connection: AdminConnection;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ops-topics-'));
    certificates = await makeCertificates();
    kafka = await startKafkaNode(securedListeners(certificates));
    connection = await openAdmin([kafka.addressOf('OPEN')], {});
  }, 120_000);
  afterAll(async () => {
    await connection.close();
    await kafka.remove();
    await rm(folder, { recursive: true });
  });

  async function topics(args: readonly string[], variables: Record<string, string> = {}) {
    const { status, stdout, stderr } = await runOps(['topics', ...args, '--json'], {
      KAFKA_BROKERS: kafka.addressOf('OPEN'),
      ...variables,
    });
    return { status, stderr, told: stdout === '' ? undefined : JSON.parse(stdout) };
  }

  const found = async (name: string) => (await findTopics([name], connection)).get(name);
  /** Until its partitions are hosted: kafkajs's own wait fails where the broker knows of none yet. */
  async function create(topic: string, numPartitions: number, settings: Record<string, string> = {}) {
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    const wanted = { topic, numPartitions, replicationFactor: 1, configEntries };
    const { admin } = connection;
    await admin.createTopics({ topics: [wanted], waitForLeaders: false });
    await vi.waitFor(() => admin.fetchTopicOffsets(topic), { timeout: 10_000 });
  }

  it('refuses a cluster with fewer brokers than replicas, unless it is told to cap them', async () => {
    const { status, stderr } = await topics(['apply']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/one broker, and each topic wants 3 replicas.*--cap-replication/);
  });

  it('adds what is missing and nothing else, says what a person must decide, and is done the second time', async () => {
    await create('order.created', 1);
    await create('order.updated', 12, { 'retention.ms': '1000', 'segment.bytes': '20971520' });
    await create('order.cancelled', 1, { 'cleanup.policy': 'compact' });
    await create('somebody.elses', 2);
    await connection.ask('order.cancelled', async () => {
      const producer = connection.kafka.producer();
      await producer.connect();
      await producer.send({ topic: 'order.cancelled', messages: [{ key: 'o-1', value: '{}' }] });
      await producer.disconnect();
    });
    const planned = await topics(['plan', '--cap-replication']);
    expect(planned.status).toBe(3);
    const applied = await topics(['apply', '--cap-replication']);
    expect(applied).toMatchObject({ status: 3, stderr: '' });
    expect(applied.told.differences).toMatchObject([
      { topic: 'order.cancelled', what: 'partitions', is: '1', wanted: '3' },
      { topic: 'order.cancelled', what: 'cleanup.policy', is: 'compact', wanted: 'delete' },
    ]);
    expect(applied.told.steps.length).toBe(planned.told.steps.length);
    expect(applied.told.steps.every(({ done }: { done?: boolean }) => done)).toBe(true);
    expect(await found('order.created')).toMatchObject({ partitions: 3 });
    const updated = await found('order.updated');
    expect(updated).toMatchObject({ partitions: 12 });
    expect(updated?.settings.get('retention.ms')).toEqual({ value: '604800000', isOwn: true });
    expect(updated?.settings.get('segment.bytes')).toEqual({ value: '20971520', isOwn: true });
    expect(await found('somebody.elses')).toMatchObject({ partitions: 2 });
    const again = await topics(['apply', '--cap-replication']);
    expect(again).toMatchObject({ status: 3, told: { steps: [] } });
    expect(again.told.right.length).toBe(catalogue.length - 1);
  });

  it('creates each topic as the catalogue has it', async () => {
    expect(await topics(['plan', 'user.events', 'audit.logs', 'dlq.payment', '--cap-replication'])).toMatchObject({
      status: 0,
      told: { steps: [], differences: [] },
    });
    const userEvents = await found('user.events');
    expect(userEvents).toMatchObject({ partitions: 3, replication: 1, isEmpty: true });
    expect(
      Object.fromEntries([...(userEvents?.settings ?? [])].map(([name, { value }]) => [name, value])),
    ).toMatchObject({
      'retention.ms': '604800000',
      'max.message.bytes': '1048588',
      'compression.type': 'snappy',
      'unclean.leader.election.enable': 'false',
      'min.insync.replicas': '1',
    });
    expect(await found('audit.logs')).toMatchObject({ partitions: 6 });
    expect((await found('dlq.payment'))?.settings.get('max.message.bytes')?.value).toBe('1114124');
  });

  it('lists and describes them', async () => {
    const { status, told } = await topics(['list']);
    expect(status).toBe(0);
    expect(told).toContainEqual({ name: 'order.cancelled', partitions: 1, records: 1 });
    expect(told).toContainEqual({ name: 'somebody.elses', partitions: 2, records: 0 });
    expect((await topics(['describe', 'order.cancelled'])).told).toMatchObject([
      { name: 'order.cancelled', replicas: 1, partitions: [{ partition: 0, start: 0, end: 1 }] },
    ]);
    expect(await topics(['describe', 'order.canceled'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no topic order.canceled'),
    });
  });

  it.each<[string, string]>([
    ['TLS', 'tls'],
    ['SCRAM', 'scram'],
    ['MTLS', 'mtls'],
  ])('reaches a listener of %s', async (listener, auth) => {
    const file = join(folder, `${auth}.json`);
    const secret = auth === 'scram' ? { username: 'shop', password: 'password of the shop' } : certificates.client;
    await writeFile(file, JSON.stringify(secret));
    const where = { KAFKA_BROKERS: kafka.addressOf(listener), KAFKA_CA: certificates.authority };
    const { status, stderr, told } = await topics(['list', '--auth', auth, '--secret-file', file], where);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(told).toContainEqual({ name: 'somebody.elses', partitions: 2, records: 0 });
  });

  it('says who was refused, without a word of the secret', async () => {
    const file = join(folder, 'wrong.json');
    await writeFile(file, JSON.stringify({ username: 'shop', password: 'hunter2' }));
    const where = { KAFKA_BROKERS: kafka.addressOf('SCRAM'), KAFKA_CA: certificates.authority };
    const { status, stderr } = await topics(['list', '--auth', 'scram', '--secret-file', file], where);
    expect(status).toBe(1);
    expect(stderr).toMatch(/auth/i);
    expect(stderr).not.toContain('hunter2');
  });
});
