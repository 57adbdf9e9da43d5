import { beforeEach, describe, expect, it } from 'vitest';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import type { NewRecord } from '../../../lib/kafka/record.ts';
import { outboxRow } from '../../../lib/outbox/outbox.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { record } from '../../contracts/broker/given.ts';
import { type OutboxUnderTest, openOutbox, textOf } from './givenOutbox.ts';

describe('the relay', () => {
  let given: OutboxUnderTest;
  beforeEach(() => {
    given = openOutbox();
  });

  async function storeStreams(count: number): Promise<string[]> {
    const streams = Array.from({ length: count }, (_, at) => `user#${at}`);
    for (const stream of streams) await given.store(stream, 1, stream);
    return streams;
  }

  it('sends all of every stream, wherever it begins, and each stream in order', async () => {
    const streams = await storeStreams(300);
    for (const version of [2, 3])
      for (const stream of streams) await given.store(stream, version, `${stream} v${version}`);
    const relayed = await relay(given.drainConnections, { random: () => 0.7 });
    expect(relayed).toEqual({ streams: 300, rows: 900, failed: 0, parked: 0, stopped: null });
    const of = (stream: string) => given.sent.filter((value) => value === stream || value.startsWith(`${stream} `));
    for (const stream of streams) expect(of(stream)).toEqual([stream, `${stream} v2`, `${stream} v3`]);
    expect(await relay(given.drainConnections)).toEqual({ streams: 0, rows: 0, failed: 0, parked: 0, stopped: null });
  });

  it('drains streams side by side, so that a slow one holds up none', async () => {
    await storeStreams(50);
    const slow = Promise.withResolvers<void>();
    given.behave(async (records) => {
      if (records.some((each) => textOf(each) === 'user#7')) await slow.promise;
      given.sent.push(...records.map(textOf));
      if (given.sent.length === 49) slow.resolve();
      return [];
    });
    expect(await relay(given.drainConnections)).toMatchObject({ streams: 50, rows: 50 });
    expect(given.sent.at(-1)).toBe('user#7');
  });

  it.each(['BROKER_UNAVAILABLE', 'TIMED_OUT', 'THROTTLED', 'DEPENDENCY_UNAVAILABLE'] as const)(
    'leaves the other streams for later when it meets %s, says so once, and counts nothing against a row',
    async (code) => {
      await storeStreams(1_000);
      given.behave(async () => {
        throw new Fault(code, 'down');
      });
      const { rows, failed, stopped } = await relay(given.drainConnections);
      expect({ rows, stopped }).toEqual({ rows: 0, stopped: code });
      expect(failed).toBeLessThanOrEqual(250);
      expect(given.asked()).toBeLessThanOrEqual(250);
      expect(given.lines.map(({ message }) => message)).toEqual(['relay.stopped']);
      given.behave(undefined);
      expect(await relay(given.drainConnections)).toMatchObject({ rows: 1_000, failed: 0 });
    },
  );

  it.each(['UNKNOWN_TOPIC', 'NOT_AUTHORISED', 'CLOCK_REFUSED'] as const satisfies ErrorCode[])(
    'asks no second time for topics that met %s, and sends what goes elsewhere',
    async (code) => {
      await storeStreams(5);
      for (let at = 0; at < 350; at += 1) await storeOn('payments', `payment#${at}`);
      const asked: string[] = [];
      given.behave(async (records) => {
        asked.push(...records.map(({ topic }) => topic));
        await new Promise((resolve) => setImmediate(resolve));
        if (records.some(({ topic }) => topic === 'payments')) throw new Fault(code, 'payments');
        return [];
      });
      const relayed = await relay(given.drainConnections);
      expect(relayed).toEqual({ streams: 355, rows: 5, failed: 350, parked: 0, stopped: null });
      // Some drains had begun before the first answer came.
      expect(asked.filter((topic) => topic === 'payments').length).toBeLessThanOrEqual(250);
      given.behave(undefined);
      expect(await relay(given.drainConnections)).toMatchObject({ rows: 350, failed: 0 });
    },
  );

  it('a partition that takes nothing holds up its own streams alone, and is asked once for all of them', async () => {
    const isSick = ({ key }: NewRecord) =>
      Buffer.from(key ?? '')
        .toString()
        .startsWith('payment');
    for (let at = 0; at < 100; at += 1) await storeOn('orders', `payment#${at}`);
    await storeStreams(5);
    const asked: string[] = [];
    given.behave(async (records) => {
      asked.push(...records.map(textOf));
      if (records.some(isSick)) throw new Fault('TOPIC_UNAVAILABLE', 'orders-1: NOT_ENOUGH_REPLICAS');
      given.sent.push(...records.map(textOf));
      return [];
    });
    const placeOf = (one: NewRecord) => `orders-${isSick(one) ? 1 : 0}`;
    const drainConnections = { ...given.drainConnections, producer: { ...given.drainConnections.producer, placeOf } };
    const relayed = await relay(drainConnections);
    expect(relayed).toEqual({ streams: 105, rows: 5, failed: 100, parked: 0, stopped: null });
    expect(given.sent.sort()).toEqual(['user#0', 'user#1', 'user#2', 'user#3', 'user#4']);
    expect(asked.filter((value) => value.startsWith('payment')).length).toBeLessThanOrEqual(95);
    given.behave(undefined);
    expect(await relay(drainConnections)).toMatchObject({ rows: 100, failed: 0 });
  });

  it('a clock that the broker refuses is an alarm, once a run, and all that waited goes when it is right', async () => {
    await storeStreams(20);
    given.behave(async () => {
      throw new Fault('CLOCK_REFUSED', 'orders: INVALID_TIMESTAMP');
    });
    expect(await relay(given.drainConnections)).toEqual({ streams: 20, rows: 0, failed: 20, parked: 0, stopped: null });
    const alarms = given.lines.filter(({ level }) => level === 'error');
    expect(alarms).toMatchObject([{ message: 'clock.refused', errorCode: 'CLOCK_REFUSED' }]);
    given.behave(undefined);
    expect(await relay(given.drainConnections)).toMatchObject({ rows: 20, failed: 0 });
  });

  it('sends one row alone before it goes wide: a broker that is away is asked once', async () => {
    await storeStreams(40);
    let onTheWay = 0;
    const widths: number[] = [];
    given.behave(async () => {
      onTheWay += 1;
      widths.push(onTheWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      onTheWay -= 1;
      return [];
    });
    expect(await relay(given.drainConnections)).toMatchObject({ rows: 40, failed: 0 });
    expect(widths.slice(0, 2)).toEqual([1, 1]);
    expect(Math.max(...widths)).toBeGreaterThan(10);
  });

  it('stops at the first send that shows the broker away, and says so as seldom as it is asked to', async () => {
    await storeStreams(40);
    given.behave(() => Promise.reject(new Fault('BROKER_UNAVAILABLE', 'user.events: connect ECONNREFUSED')));
    const answers = [true, false];
    const seldom = () => answers.shift() ?? false;
    const away = { streams: 1, rows: 0, failed: 1, parked: 0, stopped: 'BROKER_UNAVAILABLE' };
    for (let run = 1; run <= 2; run += 1) {
      expect(await relay(given.drainConnections, { seldom })).toEqual(away);
      expect(given.asked()).toBe(run);
    }
    expect(given.lines).toMatchObject([{ message: 'relay.stopped', error: expect.stringContaining('ECONNREFUSED') }]);
  });

  it('starts nothing when too little time is left', async () => {
    await storeStreams(3);
    expect(await relay(given.drainConnections, { remainingMs: () => 9_999 })).toMatchObject({
      streams: 0,
      stopped: 'TIME_OVER',
    });
    expect(given.asked()).toBe(0);
  });

  it('has nothing on its way when the time ends', async () => {
    await storeStreams(3);
    const answers = [2_100];
    given.behave(
      (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Fault('TIMED_OUT', 'aborted')));
        }),
    );
    // Asked first for how long a send may take, later for whether to start another one.
    const remainingMs = () => answers.shift() ?? 20_000;
    const startedAt = Date.now();
    expect(await relay(given.drainConnections, { remainingMs })).toMatchObject({ rows: 0, stopped: 'TIMED_OUT' });
    expect(Date.now() - startedAt).toBeLessThan(1_500);
  });

  async function storeOn(topic: string, stream: string): Promise<void> {
    const shipment = { stream, version: 1, records: [record(topic, stream, stream)] };
    await given.drainConnections.store.transact([outboxRow(shipment, '2026-11-21T08:00:00.000Z').write], stream);
  }
});
