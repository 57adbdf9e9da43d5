import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type AdminConnection, openAdmin } from '../../lib/kafkaAdmin/admin.ts';
import { realPart } from '../real/available.ts';
import { startKafka } from '../real/kafka.ts';
import type { RealPart } from '../real/startedProcess.ts';
import { runOps } from './runOps.ts';

const canHaveKafka = await realPart('kafka');
const firstMs = Date.now() - 3_600_000;
const ours = 'event-functions-prod.postAccounting.payment.success';

describe.runIf(canHaveKafka)('ops groups', () => {
  let kafka: RealPart;
  let connection: AdminConnection;

  beforeAll(async () => {
    kafka = await startKafka();
    connection = await openAdmin([kafka.address], {});
    await connection.admin.createTopics({
      topics: [{ topic: 'payment.success', numPartitions: 3 }],
      waitForLeaders: false,
    });
    await vi.waitFor(() => connection.admin.fetchTopicOffsets('payment.success'), { timeout: 10_000 });
    const producer = connection.kafka.producer();
    await producer.connect();
    const messages = [0, 0, 0, 0, 1, 1].map((partition, at) => ({
      partition,
      value: `${at}`,
      timestamp: `${firstMs + at * 60_000}`,
    }));
    await producer.send({ topic: 'payment.success', messages });
    await producer.disconnect();
  }, 120_000);
  afterAll(async () => {
    await connection.close();
    await kafka.stop();
  });

  async function groups(...args: string[]) {
    const { status, stdout, stderr } = await runOps(['groups', ...args, '--brokers', kafka.address, '--json']);
    return { status, stderr, told: stdout === '' ? undefined : JSON.parse(stdout) };
  }

  /** Another service: handles so many records of partition 0, commits as it goes, and stays until it is told to end. */
  async function startService(groupId: string, records: number) {
    const consumer = connection.kafka.consumer({ groupId });
    await consumer.connect();
    await consumer.subscribe({ topic: 'payment.success', fromBeginning: true });
    const handled = Promise.withResolvers<void>();
    let count = 0;
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        if (partition !== 0 || count === records) return;
        count += 1;
        const offset = String(Number(message.offset) + 1);
        await consumer.commitOffsets([{ topic: 'payment.success', partition, offset }]);
        if (count === records) handled.resolve();
      },
    });
    await handled.promise;
    return () => consumer.disconnect();
  }

  it('hands a group of another service over to ours: refused while it runs, planned, done, and never over our own', async () => {
    const stop = await startService('payment-gateway-group', 3);
    const copy = ['copy', 'payment-gateway-group', ours, '--topic', 'payment.success'];
    const refused = await groups(...copy, '--apply');
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('payment-gateway-group has members') });
    await stop();
    const moves = { group: ours, topic: 'payment.success', partitions: [{ partition: 0, from: null, to: 3 }] };
    expect(await groups(...copy)).toEqual({ status: 0, stderr: '', told: { ...moves, applied: false } });
    expect((await groups('describe', ours)).status).toBe(1);
    expect(await groups(...copy, '--apply')).toEqual({ status: 0, stderr: '', told: { ...moves, applied: true } });
    expect((await groups('describe', ours)).told).toMatchObject([
      {
        group: ours,
        state: 'Empty',
        partitions: [{ partition: 0, committed: 3, end: 4, lag: 1 }, { lag: 2 }, { lag: 0 }],
      },
    ]);
    const again = await groups(...copy, '--apply');
    expect(again).toMatchObject({ status: 1, stderr: expect.stringContaining('--overwrite') });
  });

  it('goes on exactly there', async () => {
    const stop = await startService(ours, 1);
    const { told } = await groups('describe', ours);
    await stop();
    expect(told).toMatchObject([{ state: 'Stable', partitions: [{ partition: 0, committed: 4 }, {}, {}] }]);
  });

  it.each([
    ['the beginning', 'beginning', [0, 0, 0]],
    ['the end', 'end', [4, 2, 0]],
    ['a time', new Date(firstMs + 2 * 60_000).toISOString(), [2, 0, 0]],
  ])('sets a group back to %s', async (_, to, offsets) => {
    const { status, told } = await groups('reset', ours, '--topic', 'payment.success', '--to', to, '--apply');
    expect(status).toBe(0);
    expect(told.partitions.map((move: { to: number }) => move.to)).toEqual(offsets);
    const [described] = (await groups('describe', ours)).told;
    expect(described.partitions.map(({ committed }: { committed: number }) => committed)).toEqual(offsets);
  });

  it.each([
    [['copy', 'nobody', ours, '--topic', 'payment.success'], /no group nobody/],
    [['copy', 'one'], /two groups/],
    [['copy', 'one', 'other'], /--topic/],
    [['reset', ours, '--topic', 'payment.success', '--to', 'yesterday'], /--to is beginning, end or a time/],
    [['describe', 'nobody'], /no group nobody/],
    [['drop'], /Expected list, describe, reset, copy/],
  ])('refuses %j', async (args, why) => {
    expect(await groups(...args)).toMatchObject({ status: 1, told: undefined, stderr: expect.stringMatching(why) });
  });
});
