import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import { type FailedRecord, settleFailure } from '../../../lib/failures/settleFailure.ts';
import { bytesHash } from '../../../lib/kafka/record.ts';
import { outbox } from '../../../lib/outbox/outbox.ts';
import { check, putIfAbsent, remove, type Write, type WriteFailure } from '../../../lib/store/store.ts';
import { failureRef, markRef, marks } from '../../../lib/tables/marks.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const record = recordOf({ value: 'x' });
const [topic] = countOrders.topics;

function failed(code: ErrorCode, more: Partial<FailedRecord> = {}): FailedRecord {
  if (!topic) throw new Error('a topic is missing');
  const firstFailedMs = Date.parse('2026-11-21T07:59:59.000Z');
  return { record, topic, fault: new Fault(code, 'in this test'), writes: [], attempts: 2, firstFailedMs, ...more };
}

/** A platform whose store answers the settling so, as often as there are answers. */
async function opened(answers: (WriteFailure[] | Fault)[] = []) {
  const platform = await openPlatform([countOrders]);
  const answering = ({ store }: Connections) => ({
    store: {
      ...store,
      transact: async (writes: readonly Write[], token: string) => {
        const answer = answers.shift();
        if (answer instanceof Fault) throw answer;
        return answer ?? (await store.transact(writes, token));
      },
    },
  });
  const engine = await platform.open(answering)(countOrders);
  const mark = async () => (await engine.connections.store.read([failureRef('countOrders', record)]))[0];
  return { platform, engine, mark };
}

const throttled = () => new Fault('THROTTLED', 'in this test');
const conflict: WriteFailure[] = [{ index: 0, reason: 'conflict' }];

describe('a record that failed for good', () => {
  test.each([
    ['NOT_JSON', 'poison', 'dead-lettered'],
    ['REFUSED', 'permanent', 'refused'],
    ['DEPENDENCY_FAILED', 'transient', 'dead-lettered'],
  ] as const)(
    '(%s) is remembered with class and code, as long as its topic and a week',
    async (code, errorClass, state) => {
      const { platform, engine, mark } = await opened();
      expect(await settleFailure(failed(code), engine)).toMatchObject({
        outcome: 'dead-letter',
        attempts: 2,
        fault: { code },
      });
      const { pk, sk } = failureRef('countOrders', record);
      // 14 days from 2026-11-21T08:00:00Z.
      const expiresAt = 1_796_457_600;
      const at = '2026-11-21T08:00:00.000Z';
      expect(await mark()).toEqual({ pk, sk, state, at, expiresAt, errorClass, errorCode: code });
      expect(await platform.onTopic('orders.dead')).toHaveLength(1);
    },
  );

  test('is stored unparsed and remembered where there is no dead letter topic', async () => {
    const { platform, engine, mark } = await opened();
    const given = failed('NOT_JSON');
    const without = { ...given, topic: { ...given.topic, deadLetterTopic: null } };
    expect(await settleFailure(without, engine)).toMatchObject({
      outcome: 'dead-letter',
      attempts: 2,
      fault: { code: 'NOT_JSON' },
    });
    expect(await mark()).toMatchObject({ state: 'dead-lettered', errorCode: 'NOT_JSON' });
    expect(platform.lines).toContainEqual(expect.objectContaining({ message: 'record.stored', errorCode: 'NOT_JSON' }));
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('is a duplicate where it was settled meanwhile, with what is remembered of it', async () => {
    const { platform, engine } = await opened();
    await settleFailure(failed('NOT_JSON'), engine);
    expect(await settleFailure(failed('REFUSED'), engine)).toEqual({
      outcome: 'duplicate',
      attempts: 0,
      fault: { class: 'poison', code: 'NOT_JSON', failedAt: '2026-11-21T08:00:00.000Z' },
    });
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });

  test('goes back where a copy of its event succeeded meanwhile, and nothing is remembered', async () => {
    const { platform, engine, mark } = await opened();
    const own = markRef('countOrders', 'e1');
    const done = { pk: own.pk, sk: own.sk, state: 'completed', at: '', expiresAt: 2_000_000_000 } as const;
    await engine.connections.store.transact([putIfAbsent(marks, done)], 'done');
    const writes = [check(own, { unless: { state: 'completed' } })];
    expect(await settleFailure(failed('NOT_JSON', { writes }), engine)).toMatchObject({
      outcome: 'handed-back',
      attempts: 2,
    });
    expect([await mark(), await platform.onTopic('orders.dead')]).toEqual([undefined, []]);
  });
});

describe('the store that is to settle it', () => {
  test('is asked again where it is throttled, each time later, and at the eighth time the record goes back', async () => {
    const seven = await opened(Array.from({ length: 7 }, throttled));
    expect((await settleFailure(failed('NOT_JSON'), seven.engine)).outcome).toBe('dead-letter');
    expect(seven.platform.sleeps).toEqual([200, 400, 600, 800, 1_000, 1_200, 1_400]);
    const eight = await opened(Array.from({ length: 8 }, throttled));
    expect(await settleFailure(failed('NOT_JSON'), eight.engine)).toMatchObject({
      outcome: 'handed-back',
      attempts: 2,
      fault: { code: 'THROTTLED' },
    });
    expect(eight.platform.sleeps).toEqual([200, 400, 600, 800, 1_000, 1_200, 1_400]);
  });

  test('is asked again where another write was in flight, and at the eighth time the record goes back', async () => {
    const seven = await opened(Array(7).fill(conflict));
    expect((await settleFailure(failed('NOT_JSON'), seven.engine)).outcome).toBe('dead-letter');
    expect(seven.platform.sleeps).toEqual([10, 20, 30, 40, 50, 60, 70]);
    const eight = await opened(Array(8).fill(conflict));
    expect((await settleFailure(failed('NOT_JSON'), eight.engine)).outcome).toBe('handed-back');
    expect(eight.platform.sleeps).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  test('is not asked again where it is down', async () => {
    const { platform, engine, mark } = await opened([new Fault('STORE_UNAVAILABLE', 'in this test')]);
    expect(await settleFailure(failed('NOT_JSON'), engine)).toMatchObject({
      outcome: 'handed-back',
      attempts: 2,
      fault: { code: 'STORE_UNAVAILABLE' },
    });
    expect([platform.sleeps, await mark()]).toEqual([[], undefined]);
  });

  test('is not asked again where one write was in flight and another finds what forbids it', async () => {
    const { platform, engine } = await opened([[...conflict, { index: 1, reason: 'condition' }]]);
    expect((await settleFailure(failed('NOT_JSON'), engine)).outcome).toBe('handed-back');
    expect(platform.sleeps).toEqual([]);
  });
});

test('a letter that waits in the outbox since an earlier time, its mark expired, holds up nothing and is not stored again', async () => {
  const { platform, engine, mark } = await opened();
  const offline = {
    ...engine.connections.producer,
    publish: async () => Promise.reject(new Fault('BROKER_UNAVAILABLE', 'in this test')),
  };
  const silent = { ...engine, connections: { ...engine.connections, producer: offline } };
  expect(await settleFailure(failed('NOT_JSON'), silent)).toMatchObject({ outcome: 'dead-letter' });
  const { store } = engine.connections;
  const { table, pk, sk } = failureRef('countOrders', record);
  await store.transact([remove({ table, pk, sk })], 'expired');
  expect(await settleFailure(failed('BAD_VERSION'), engine)).toMatchObject({ outcome: 'dead-letter' });
  expect(await mark()).toMatchObject({ state: 'dead-lettered', errorCode: 'BAD_VERSION' });
  const stream = `countOrders#orders-0-0#${bytesHash(record)}`;
  expect((await store.query({ table: outbox, partition: stream })).items).toEqual([]);
  expect(await platform.onTopic('orders.dead')).toHaveLength(1);
});
