import { beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import { drain } from '../../../lib/outbox/drain.ts';
import { discard, parkedRows, unpark } from '../../../lib/outbox/parking.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { type OutboxUnderTest, openOutbox, textOf } from './givenOutbox.ts';

describe('a row that the broker refuses for good', () => {
  let given: OutboxUnderTest;
  const refuse = (value: string, code: ErrorCode = 'RECORD_TOO_LARGE') => {
    given.behave(async (records) => {
      if (records.some((each) => textOf(each) === value)) throw new Fault(code, 'orders of jane@example.com');
      given.sent.push(...records.map(textOf));
      return [];
    });
  };

  beforeEach(async () => {
    given = openOutbox();
    for (const version of [1, 2, 3]) await given.store('user#1', version, `v${version}`);
  });

  it.each(['RECORD_TOO_LARGE', 'RECORD_REFUSED'] as const)(
    'is parked for %s, told as an error, and named',
    async (code) => {
      refuse('v2', code);
      await expect(drain('user#1', given.drainConnections)).rejects.toMatchObject({ code: 'STREAM_PARKED' });
      expect(await parkedRows(given.drainConnections.store)).toMatchObject([
        {
          pk: 'user#1',
          sk: '0000000000000002',
          errorCode: code,
          error: expect.stringContaining('orders of [address]'),
        },
      ]);
      expect(given.lines).toMatchObject([
        { level: 'error', message: 'outbox.parked', stream: 'user#1', version: 2, errorCode: code },
      ]);
    },
  );

  it.each([
    'NOT_AUTHORISED',
    'UNKNOWN_TOPIC',
    'TOPIC_UNAVAILABLE',
    'CLOCK_REFUSED',
    'BROKER_UNAVAILABLE',
    'TIMED_OUT',
    'THROTTLED',
    'DEPENDENCY_UNAVAILABLE',
    'PROGRAMMER_ERROR',
    'UNKNOWN',
  ] as const)('is not what %s means: nothing is parked for it', async (code) => {
    refuse('v2', code);
    await expect(drain('user#1', given.drainConnections)).rejects.toMatchObject({ code });
    expect(await parkedRows(given.drainConnections.store)).toEqual([]);
  });

  it('blocks its own stream, and no other one', async () => {
    await given.store('user#2', 1, 'other');
    refuse('v2');
    expect(await relay(given.drainConnections)).toMatchObject({
      streams: 2,
      rows: 1,
      failed: 1,
      parked: 1,
      stopped: null,
    });
    expect(given.sent.sort()).toEqual(['other', 'v1']);
    await given.store('user#1', 4, 'v4');
    expect(await relay(given.drainConnections)).toMatchObject({ streams: 1, rows: 0, failed: 1, parked: 1 });
    expect(given.sent.sort()).toEqual(['other', 'v1']);
    expect(given.lines.filter(({ message }) => message === 'outbox.parked')).toHaveLength(1);
  });

  it('is sent in its place once an operator puts it back', async () => {
    refuse('v2');
    await relay(given.drainConnections);
    const [row] = await parkedRows(given.drainConnections.store);
    if (!row) throw new Error('expected a parked row');
    expect(await given.drainConnections.store.transact([unpark(row)], 'retry')).toEqual([]);
    given.behave(undefined);
    expect(await relay(given.drainConnections)).toMatchObject({ streams: 1, rows: 2, failed: 0 });
    expect(given.sent).toEqual(['v1', 'v2', 'v3']);
    expect(await parkedRows(given.drainConnections.store)).toEqual([]);
  });

  it('lets those that follow it go once an operator discards it', async () => {
    refuse('v2');
    await relay(given.drainConnections);
    const [row] = await parkedRows(given.drainConnections.store);
    if (!row) throw new Error('expected a parked row');
    expect(await given.drainConnections.store.transact([discard(row)], 'discard')).toEqual([]);
    await relay(given.drainConnections);
    expect(given.sent).toEqual(['v1', 'v3']);
  });

  it('is neither put back nor discarded by one who read it before it was parked again', async () => {
    refuse('v2');
    await relay(given.drainConnections);
    const [row] = await parkedRows(given.drainConnections.store);
    if (!row) throw new Error('expected a parked row');
    const stale = { ...row, parkedAt: '2026-11-21T07:00:00.000Z' };
    expect(await given.drainConnections.store.transact([discard(stale)], 'discard')).toMatchObject([
      { reason: 'condition' },
    ]);
    expect(await given.drainConnections.store.transact([unpark(stale)], 'retry')).toMatchObject([
      { reason: 'condition' },
    ]);
  });

  it('is not parked when another drain sent it meanwhile', async () => {
    given.behave(async (records) => {
      if (records.some((each) => textOf(each) !== 'v2')) return [];
      given.behave(undefined);
      await drain('user#1', given.drainConnections);
      throw new Fault('RECORD_TOO_LARGE', 'orders');
    });
    await expect(drain('user#1', given.drainConnections)).rejects.toMatchObject({ code: 'STREAM_PARKED' });
    expect(await parkedRows(given.drainConnections.store)).toEqual([]);
    expect(await given.left('user#1')).toBe(0);
  });

  it('may be one whose bytes are gone from the object store', async () => {
    const { row } = await given.store('user#2', 1, 'x'.repeat(400_000));
    await given.drainConnections.objects.remove(row.object ?? '');
    await expect(drain('user#2', given.drainConnections)).rejects.toMatchObject({ code: 'STREAM_PARKED' });
    expect(await parkedRows(given.drainConnections.store)).toMatchObject([
      { pk: 'user#2', errorCode: 'OBJECT_MISSING' },
    ]);
  });
});
