import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog } from '../../../lib/observability/log.ts';
import type { Broker } from '../../../local/broker/broker.ts';
import { openKafkaBroker } from '../../../local/broker/kafka/adapter.ts';
import { type SupervisedKafka, superviseKafka } from '../../../local/broker/kafka/supervised.ts';
import { largePage, record, topicSettings } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';

const available = await realPart('kafka');

describe.runIf(available)('a Kafka that is killed', () => {
  let folder: string;
  let kafka: SupervisedKafka;
  let broker: Broker;
  const lines: { message: string; pid?: number }[] = [];
  const log = createLog({ level: 'debug', format: 'json', now: Date.now }, {}, (line) => lines.push(JSON.parse(line)));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kafka-outage-'));
    kafka = await superviseKafka({ folder, host: '127.0.0.1', port: 0, heapMb: 256, tell: () => undefined }, log);
    broker = openKafkaBroker({ brokers: [kafka.address], isOurs: true, compressionOf: () => 'none', now: Date.now });
    await broker.createTopics([topicSettings('orders')]);
  }, 60_000);
  afterAll(async () => {
    await broker.close();
    await kafka.stop();
    await rm(folder, { recursive: true });
  });

  it('is unavailable at once, comes back by itself with all that it had acknowledged, and is heard again', async () => {
    const listener = vi.fn();
    const stopListening = broker.onAppend(listener);
    await broker.publish([record('orders', '21', 'before')]);
    await broker.commit('readers', 'orders', [{ partition: 0, offset: 1 }]);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), { timeout: 5_000 });
    process.kill(kafka.pid(), 'SIGKILL');
    const refused = { code: 'BROKER_UNAVAILABLE' };
    await expect(broker.publish([record('orders', '21', 'lost')])).rejects.toMatchObject(refused);
    await expect(broker.fetch('orders', 0, 0, largePage)).rejects.toMatchObject(refused);

    await vi.waitFor(() => expect(lines.map(({ message }) => message)).toContain('kafka.back'), { timeout: 15_000 });
    const found = () => broker.fetch('orders', 0, 0, largePage);
    await vi.waitFor(async () => expect(await found()).toHaveLength(1), { timeout: 10_000 });
    expect(await broker.committed('readers', 'orders')).toEqual([{ partition: 0, offset: 1 }]);
    listener.mockClear();
    expect(await broker.publish([record('orders', '21', 'after')])).toMatchObject([{ partition: 0, offset: 1 }]);
    await vi.waitFor(() => expect(listener).toHaveBeenCalled(), { timeout: 5_000 });
    stopListening();
  }, 40_000);
});
