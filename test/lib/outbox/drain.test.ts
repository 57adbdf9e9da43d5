import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import type { NewRecord } from '../../../lib/kafka/record.ts';
import { fileObjects } from '../../../lib/objects/files.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { drain, drainSoon, type Outlet } from '../../../lib/outbox/drain.ts';
import { outbox, outboxRow } from '../../../lib/outbox/outbox.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { record } from '../../contracts/broker/given.ts';

const textOf = ({ value }: NewRecord) => Buffer.from(value ?? '').toString();

describe('the outbox', () => {
  let outlet: Outlet;
  let lines: Record<string, unknown>[];
  let sent: string[];
  /** What the producer does with records, instead of taking them. */
  let publish: Producer['publish'] | undefined;

  beforeEach(() => {
    const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
    const store = sqliteStore({ file: join(folder, 'store.db'), tables: [outbox] });
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    [lines, sent, publish] = [[], [], undefined];
    const take: Producer['publish'] = async (records) => {
      sent.push(...records.map(textOf));
      return records.map((each, offset) => ({ ...each, partition: 0, offset, timestamp: 0 }));
    };
    outlet = {
      function: 'test',
      store,
      objects: fileObjects(join(folder, 'objects')),
      producer: {
        publish: (records, signal) => (publish ?? take)(records, signal),
        close: async () => undefined,
      },
      log: createLog({ level: 'debug', format: 'json' }, {}, (line) => lines.push(JSON.parse(line))),
    };
  });

  async function given(stream: string, version: number, ...values: string[]): Promise<void> {
    const records = values.map((value) => record('orders', stream, value));
    const row = outboxRow({ stream, version, records }, '2026-11-21T08:00:00.000Z');
    if (row.object) await outlet.objects.put(row.object.name, row.object.bytes);
    await outlet.store.transact([row.write], `${stream}#${version}`);
  }

  const left = async (stream: string) => (await outlet.store.query({ table: outbox, partition: stream })).items.length;

  it('sends the rows of a stream in the order of their versions, and keeps none', async () => {
    for (const version of [10, 9, 2]) await given('user#1', version, `v${version}`);
    expect(await drain('user#1', outlet)).toBe(3);
    expect(sent).toEqual(['v2', 'v9', 'v10']);
    expect(await left('user#1')).toBe(0);
  });

  it('sends what is too large for an item from the object store, and removes it there', async () => {
    await given('user#1', 1, 'x'.repeat(400_000));
    await drain('user#1', outlet);
    expect(sent).toEqual(['x'.repeat(400_000)]);
    expect(await outlet.objects.get('outbox/user#1/1')).toBeUndefined();
  });

  it('stops at a row that the broker does not take, and keeps it with all that follow', async () => {
    for (const version of [1, 2, 3]) await given('user#1', version, `v${version}`);
    publish = async (records) => {
      if (records.some((each) => textOf(each) === 'v2')) throw new Fault('BROKER_UNAVAILABLE', 'gone');
      return [];
    };
    await expect(drain('user#1', outlet)).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    expect(await left('user#1')).toBe(2);
  });

  it('gives up when the time to publish at once is over, and lets the producer know', async () => {
    await given('user#1', 1, 'v1');
    let heard: AbortSignal | undefined;
    publish = (_, signal) => {
      heard = signal;
      return new Promise(() => undefined);
    };
    const startedAt = Date.now();
    await drainSoon(['user#1'], outlet, 50);
    expect(Date.now() - startedAt).toBeLessThan(500);
    expect(heard?.aborted).toBe(true);
    expect(await left('user#1')).toBe(1);
    expect(lines).toMatchObject([{ message: 'publish.deferred', stream: 'user#1', errorCode: 'TIMED_OUT' }]);
  });

  it('sends every other stream when one of them can not be sent, and says which', async () => {
    for (const stream of ['user#1', 'user#2', 'user#3']) await given(stream, 1, stream);
    publish = async (records) => {
      if (records.some((each) => textOf(each) === 'user#2')) throw new Fault('RECORD_TOO_LARGE', 'orders');
      return [];
    };
    await drainSoon(['user#1', 'user#2', 'user#3'], outlet, 5_000);
    expect([await left('user#1'), await left('user#2'), await left('user#3')]).toEqual([0, 1, 0]);
    expect(lines).toMatchObject([{ message: 'publish.deferred', stream: 'user#2', errorCode: 'RECORD_TOO_LARGE' }]);
  });

  it('asks neither the store nor the broker while the broker is known to be down, and says why', async () => {
    await given('user#1', 1, 'v1');
    const refusing: Outlet = {
      ...outlet,
      store: { ...outlet.store, query: () => Promise.reject(new Error('asked all the same')) },
      producer: { ...outlet.producer, refusal: () => new Fault('BREAKER_OPEN', 'Kafka, since noon') },
    };
    await drainSoon(['user#1', 'user#2'], refusing, 5_000);
    expect(sent).toEqual([]);
    expect(await left('user#1')).toBe(1);
    const deferred = { message: 'publish.deferred', errorCode: 'BREAKER_OPEN', error: expect.stringContaining('noon') };
    expect(lines).toMatchObject([
      { ...deferred, stream: 'user#1' },
      { ...deferred, stream: 'user#2' },
    ]);
  });

  it('tells a producer that is cut off that its time was over, not that the invocation ends', async () => {
    await given('user#1', 1, 'v1');
    let heard: unknown;
    publish = (_, signal) => new Promise(() => signal?.addEventListener('abort', () => (heard = signal.reason)));
    await drainSoon(['user#1'], outlet, 30);
    expect(heard).toMatchObject({ name: 'TimeoutError' });
  });
});
