import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embeddedProducer } from '../../../lib/producer/embeddedLog.ts';
import { openEmbeddedBroker } from '../../../local/broker/embedded.ts';
import { bytes, largePage, record, topicSettings } from '../../contracts/broker/given.ts';

describe('the embedded producer', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'embedded-log-'));
    file = join(folder, 'log.sqlite');
    const broker = openEmbeddedBroker({ file, now: Date.now });
    await broker.createTopics([topicSettings('orders'), topicSettings('payments')]);
    await broker.close();
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('takes the partitions of a topic in turn for records without a key, each topic for itself', async () => {
    const producer = embeddedProducer({ file, now: Date.now });
    const topics = ['orders', 'payments', 'orders', 'orders', 'payments', 'orders'];
    const appended = await producer.publish(topics.map((topic) => record(topic, null, 'x')));
    expect(appended.map(({ topic, partition }) => `${topic}-${partition}`)).toEqual([
      'orders-0',
      'payments-0',
      'orders-1',
      'orders-2',
      'payments-1',
      'orders-0',
    ]);
    await producer.close();
  });

  it('appends all records of a call or none', async () => {
    const producer = embeddedProducer({ file, now: Date.now });
    const published = producer.publish([record('orders', '21', 'x'), record('nowhere', '21', 'y')]);
    await expect(published).rejects.toMatchObject({
      code: 'UNKNOWN_TOPIC',
      message: expect.stringContaining('nowhere'),
    });
    expect(await producer.publish([record('orders', '21', 'z')])).toMatchObject([{ offset: 0 }]);
    await producer.close();
  });

  it('takes a record of exactly the largest size, and not a byte more', async () => {
    const producer = embeddedProducer({ file, now: Date.now });
    // 72 bytes around a value of that size without key and headers.
    const sized = (valueBytes: number) => ({ ...record('orders', null, null), value: new Uint8Array(valueBytes) });
    expect(await producer.publish([sized(1_048_516)])).toHaveLength(1);
    await expect(producer.publish([sized(1_048_517)])).rejects.toThrow(
      'orders takes 1048588 bytes, the record has 1048589',
    );
    await producer.close();
  });

  it('keeps the order of headers across names', async () => {
    const broker = openEmbeddedBroker({ file, now: Date.now });
    const headers = ['a', 'b', 'a', '2', '1'].map((name, at) => [name, bytes(String(at))] as const);
    await broker.publish([{ ...record('orders', '21', 'x'), headers }]);
    const [found] = await broker.fetch('orders', 0, 0, largePage);
    expect(found?.headers.map(([name, value]) => `${name}=${Buffer.from(value)}`)).toEqual([
      'a=0',
      'b=1',
      'a=2',
      '2=3',
      '1=4',
    ]);
    await broker.close();
  });

  it('stamps records with the clock it is given', async () => {
    const producer = embeddedProducer({ file, now: () => 1_700_000_000_000 });
    expect(await producer.publish([record('orders', '21', 'x')])).toMatchObject([{ timestamp: 1_700_000_000_000 }]);
    await producer.close();
  });

  it('says BROKER_UNAVAILABLE for a file that is no database', async () => {
    const other = join(folder, 'letter.txt');
    await writeFile(other, 'Dear broker, this is not a database. '.repeat(100));
    const unavailable = expect.objectContaining({
      code: 'BROKER_UNAVAILABLE',
      message: expect.stringContaining(other),
    });
    expect(() => embeddedProducer({ file: other, now: Date.now })).toThrow(unavailable);
    expect(() => embeddedProducer({ file: folder, now: Date.now })).toThrow(
      expect.objectContaining({ code: 'BROKER_UNAVAILABLE' }),
    );
  });

  it('says BROKER_UNAVAILABLE when another process keeps the file locked for longer than it waits', async () => {
    const producer = embeddedProducer({ file, now: Date.now, lockWaitMs: 100 });
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    await expect(producer.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    other.exec('ROLLBACK');
    expect(await producer.publish([record('orders', '21', 'x')])).toMatchObject([{ offset: 0 }]);
    other.close();
    await producer.close();
  });

  it('says BROKER_UNAVAILABLE after it was closed, and closes twice without complaint', async () => {
    const producer = embeddedProducer({ file, now: Date.now });
    await producer.close();
    await producer.close();
    await expect(producer.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
  });
});
