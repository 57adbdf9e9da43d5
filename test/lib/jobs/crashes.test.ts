import { beforeEach, expect, it } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import type { OpenEngine } from '../../../lib/lambda/lambda.ts';
import type { Store } from '../../../lib/store/store.ts';
import { type Given, onEachStore } from '../../fixtures/onEachStore.ts';
import { carts, config } from '../../fixtures/staleCarts.ts';
import { jobOn, storeCarts, versionsOf } from './givenJobs.ts';

/**
 * An environment whose process ends at the nth thing that it asks its store for, before the store does it or after. It
 * hears nothing any more, and nothing of it is heard.
 */
function endingAt(nth: number, when: 'before' | 'after', given: Given) {
  const ended = Promise.withResolvers<void>();
  let asked = 0;
  const ending =
    <Asked extends unknown[], Answer>(ask: (...of: Asked) => Promise<Answer>) =>
    async (...of: Asked): Promise<Answer> => {
      asked += 1;
      if (asked > nth) return await never();
      if (asked < nth) return await ask(...of);
      if (when === 'after') await ask(...of);
      ended.resolve();
      return await never();
    };
  const change = ({ store }: Connections): { store: Store } => ({
    store: { ...store, read: ending(store.read), query: ending(store.query), transact: ending(store.transact) },
  });
  const open: OpenEngine = async (declaration) => {
    const engine = await given.worker()(declaration);
    return { ...engine, connections: { ...engine.connections, ...change(engine.connections) } };
  };
  return { open, ended: ended.promise };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

await onEachStore('a job', [config], (openGiven) => {
  let given: Given;
  beforeEach(async () => {
    given = await openGiven();
  });
  const ids = ['a', 'b', 'c', 'd'];

  const published = async () => {
    const records = await given.platform.onTopic('cart.events');
    return records.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()).cart_id as string).sort();
  };

  it.each(['before', 'after'] as const)(
    'that ends just %s anything it asks its store for, has each effect once when the next run is through',
    async (when) => {
      for (let nth = 1; ; nth += 1) {
        const own = ids.map((id) => `${when}-${nth}-${id}`);
        await storeCarts(given.store, ...own);
        const { open, ended } = endingAt(nth, when, given);
        const run = jobOn(open)({ remainingMs: () => 30_000 });
        const isThrough = await Promise.race([run.then(() => true), ended.then(() => false)]);
        // Lambda knows by then that it is over.
        given.platform.clock.nowMs += 60_000;
        expect(await jobOn(given.worker())()).toMatchObject({ isComplete: true, failed: 0 });
        expect(await versionsOf(given.store, ...own)).toEqual(['2', '2', '2', '2']);
        const { items } = await given.store.query({ table: carts, index: 'byTouch', partition: 'open' });
        expect(items).toEqual([]);
        if (isThrough) break;
      }
      const all = await published();
      expect(new Set(all).size).toBe(all.length);
    },
  );

  it('run twice at once has each effect once', async () => {
    await storeCarts(given.store, ...ids);
    const [one, other] = given.sideBySide(2, carts).map((open) => jobOn(open));
    const reports = await Promise.all([one?.(), other?.()]);
    expect(reports.map((report) => report?.failed)).toEqual([0, 0]);
    expect(reports.reduce((sum, report) => sum + (report?.done ?? 0), 0)).toBe(4);
    expect(await published()).toEqual(ids);
    expect(await jobOn(given.worker())()).toMatchObject({ found: 0, isComplete: true });
  });

  it('that EventBridge or Lambda calls again does nothing twice', async () => {
    await storeCarts(given.store, ...ids);
    const run = jobOn(given.worker());
    expect(await run({ requestId: 'same' })).toMatchObject({ done: 4 });
    expect(await run({ requestId: 'same' })).toMatchObject({ found: 0, done: 0 });
    expect(await published()).toEqual(ids);
  });
});
