import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import type { DrainConnections } from '../../../lib/outbox/drain.ts';
import { drainSoon } from '../../../lib/outbox/drainSoon.ts';
import { type OutboxUnderTest, openOutbox, textOf } from './givenOutbox.ts';

describe('draining right after a commit', () => {
  let given: OutboxUnderTest;
  let wakes: number;
  beforeEach(() => {
    given = openOutbox();
    wakes = 0;
    given.drainConnections.wakeRelay = async () => {
      wakes += 1;
    };
  });

  it('gives up when the time to publish at once is over, and lets the producer and the relay know', async () => {
    const stored = await given.store('user#1', 1, 'v1');
    let heard: AbortSignal | undefined;
    given.behave((_, signal) => {
      heard = signal;
      return new Promise(() => undefined);
    });
    const startedAt = Date.now();
    await drainSoon([stored], given.drainConnections, 50);
    expect(Date.now() - startedAt).toBeLessThan(500);
    expect(heard?.aborted).toBe(true);
    expect(await given.left('user#1')).toBe(1);
    expect(given.lines).toMatchObject([{ message: 'publish.deferred', stream: 'user#1', errorCode: 'TIMED_OUT' }]);
    expect(wakes).toBe(1);
  });

  it('sends every other stream when one of them can not be sent, and says which', async () => {
    const stored = await Promise.all(['user#1', 'user#2', 'user#3'].map((stream) => given.store(stream, 1, stream)));
    given.behave(async (records) => {
      if (records.some((each) => textOf(each) === 'user#2')) throw new Fault('UNKNOWN_TOPIC', 'orders');
      return [];
    });
    await drainSoon(stored, given.drainConnections, 5_000);
    expect([await given.left('user#1'), await given.left('user#2'), await given.left('user#3')]).toEqual([0, 1, 0]);
    expect(given.lines).toMatchObject([{ message: 'publish.deferred', stream: 'user#2', errorCode: 'UNKNOWN_TOPIC' }]);
  });

  it('wakes nobody when all is sent, nor for a row that waits for an operator', async () => {
    await drainSoon([await given.store('user#1', 1, 'v1')], given.drainConnections, 5_000);
    given.behave(async () => {
      throw new Fault('RECORD_TOO_LARGE', 'orders');
    });
    await drainSoon([await given.store('user#1', 2, 'v2')], given.drainConnections, 5_000);
    expect(given.lines).toMatchObject([{ message: 'outbox.parked' }, { message: 'publish.blocked', stream: 'user#1' }]);
    expect(wakes).toBe(0);
  });

  it('asks neither the store nor the broker while the broker is known to be down, and says why', async () => {
    const stored = [await given.store('user#1', 1, 'v1'), await given.store('user#2', 7, 'v7')];
    const { drainConnections } = given;
    const refusing: DrainConnections = {
      ...drainConnections,
      store: { ...drainConnections.store, query: () => Promise.reject(new Error('asked all the same')) },
      producer: { ...drainConnections.producer, refusal: () => new Fault('BREAKER_OPEN', 'Kafka, since noon') },
    };
    await drainSoon(stored, refusing, 5_000);
    expect(given.sent).toEqual([]);
    expect(await given.left('user#1')).toBe(1);
    const deferred = { message: 'publish.deferred', errorCode: 'BREAKER_OPEN', error: expect.stringContaining('noon') };
    expect(given.lines).toMatchObject([
      { ...deferred, stream: 'user#1' },
      { ...deferred, stream: 'user#2' },
    ]);
  });

  it('tells a producer that is cut off that its time was over, not that the invocation ends', async () => {
    const stored = await given.store('user#1', 1, 'v1');
    let heard: unknown;
    given.behave(
      (_, signal) =>
        new Promise(() => {
          signal?.addEventListener('abort', () => {
            heard = signal.reason;
          });
        }),
    );
    await drainSoon([stored], given.drainConnections, 30);
    expect(heard).toMatchObject({ name: 'TimeoutError' });
  });

  function countingQueries(): { drainConnections: DrainConnections; queries(): number } {
    const { store } = given.drainConnections;
    let queries = 0;
    const query: typeof store.query = (from, range, page) => {
      queries += 1;
      return store.query(from, range, page);
    };
    return { drainConnections: { ...given.drainConnections, store: { ...store, query } }, queries: () => queries };
  }

  it('sends the first row of a stream without a look at the store, and removes it', async () => {
    const { drainConnections, queries } = countingQueries();
    await drainSoon([await given.store('user#1', 1, 'v1')], drainConnections, 5_000);
    expect(given.sent).toEqual(['v1']);
    expect(queries()).toBe(0);
    expect(await given.left('user#1')).toBe(0);
  });

  it('sends the first row of a stream out of the object store, where it is too large for an item', async () => {
    const stored = await given.store('user#1', 1, 'x'.repeat(400_000));
    await drainSoon([stored], given.drainConnections, 5_000);
    expect(given.sent).toEqual(['x'.repeat(400_000)]);
    expect(await given.drainConnections.objects.get(stored.row.object ?? '')).toBeUndefined();
  });

  it('looks once for what is left from before a later row, and sends that first', async () => {
    await given.store('user#1', 1, 'v1');
    const { drainConnections, queries } = countingQueries();
    await drainSoon([await given.store('user#1', 2, 'v2')], drainConnections, 5_000);
    expect(given.sent).toEqual(['v1', 'v2']);
    expect(queries()).toBe(1);
    expect(await given.left('user#1')).toBe(0);
  });

  it('drains a stream once, however many of its versions were stored together', async () => {
    const stored = [await given.store('user#1', 2, 'v2'), await given.store('user#1', 1, 'v1')];
    await drainSoon(stored, given.drainConnections, 5_000);
    expect(given.sent).toEqual(['v1', 'v2']);
    expect(await given.left('user#1')).toBe(0);
  });
});
