import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { drain } from '../../../lib/outbox/drain.ts';
import { type OutboxUnderTest, openOutbox, textOf } from './givenOutbox.ts';

describe('the outbox', () => {
  let given: OutboxUnderTest;
  beforeEach(() => {
    given = openOutbox();
  });

  it('sends the rows of a stream in the order of their versions, and keeps none', async () => {
    for (const version of [10, 9, 2]) await given.store('user#1', version, `v${version}`);
    expect(await drain('user#1', given.drainConnections)).toBe(3);
    expect(given.sent).toEqual(['v2', 'v9', 'v10']);
    expect(await given.left('user#1')).toBe(0);
  });

  it('sends more rows than a page holds', async () => {
    const wanted = Array.from({ length: 250 }, (_, at) => `v${at + 1}`);
    for (const [at, value] of wanted.entries()) await given.store('user#1', at + 1, value);
    expect(await drain('user#1', given.drainConnections)).toBe(250);
    expect(given.sent).toEqual(wanted);
  });

  it('sends what is too large for an item from the object store, and removes it there', async () => {
    const { row } = await given.store('user#1', 1, 'x'.repeat(400_000));
    expect(row.object).toBe('outbox/user#1/1');
    expect(await given.drainConnections.objects.get(row.object ?? '')).toBeDefined();
    await drain('user#1', given.drainConnections);
    expect(given.sent).toEqual(['x'.repeat(400_000)]);
    expect(await given.drainConnections.objects.get(row.object ?? '')).toBeUndefined();
  });

  it('stops at a row that the broker does not take, and keeps it with all that follow', async () => {
    for (const version of [1, 2, 3]) await given.store('user#1', version, `v${version}`);
    given.behave(async (records) => {
      if (records.some((each) => textOf(each) === 'v2')) throw new Fault('BROKER_UNAVAILABLE', 'gone');
      return [];
    });
    await expect(drain('user#1', given.drainConnections)).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    expect(await given.left('user#1')).toBe(2);
  });

  it('sends nothing of a version that it sees without the one before it', async () => {
    for (const version of [1, 2]) await given.store('user#1', version, `v${version}`);
    const { store } = given.drainConnections;
    let looks = 0;
    const query: typeof store.query = async (from, range, page) => {
      const found = await store.query(from, range, page);
      looks += 1;
      // Both were committed while the page was read: the first behind the reader's back, the second before its eyes.
      return looks === 1 ? { ...found, items: found.items.slice(1) } : found;
    };
    await drain('user#1', { ...given.drainConnections, store: { ...store, query } });
    expect(given.sent).toEqual(['v1', 'v2']);
  });

  it('removes a row again where another transaction was in the way', async () => {
    await given.store('user#1', 1, 'v1');
    const { store } = given.drainConnections;
    let tries = 0;
    const writeEach: typeof store.writeEach = async (writes) => {
      tries += 1;
      return tries === 1 ? [{ kind: 'conflict' }] : await store.writeEach(writes);
    };
    await drain('user#1', { ...given.drainConnections, store: { ...store, writeEach } });
    expect(await given.left('user#1')).toBe(0);
  });
});
