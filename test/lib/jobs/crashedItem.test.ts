import { beforeEach, expect, it } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { putIfVersion, type Store } from '../../../lib/store/store.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { type Cart, carts, config } from '../../fixtures/staleCarts.ts';
import { jobOn, storeCarts, versionsOf } from './givenJobs.ts';

let platform: Platform;
let store: Store;
beforeEach(async () => {
  platform = await openPlatform([config]);
  ({ store } = (await platform.open()(config)).connections);
});

/** A process that ends at item b: its decision never comes to an end, and nothing of it is heard any more. */
async function dieAt(id: string): Promise<string[]> {
  const seen: string[] = [];
  const ended = Promise.withResolvers<void>();
  const open = platform.open(({ store: real }) => ({
    store: {
      ...real,
      transact: (writes, token) => {
        if (!writes.some((write) => write.op === 'put' && write.item.pk === id)) return real.transact(writes, token);
        ended.resolve();
        return new Promise<never>(() => undefined);
      },
    },
  }));
  const decide = ({ open: _, ...cart }: Cart) => {
    seen.push(cart.pk);
    return commit({ once: 'version', writes: [putIfVersion(carts, { ...cart, version: 2 }, cart.version)] });
  };
  const run = jobOn(open, { decide } as never)();
  await Promise.race([run, ended.promise]);
  platform.clock.nowMs += 60_000;
  return seen;
}

it('an item that ends every process is found by working on it alone, passed over with an alarm, and blocks nothing', async () => {
  await storeCarts(store, 'a', 'b', 'c', 'd');
  expect(await dieAt('b')).toEqual(['a', 'b', 'c']);
  // The others of its page may be committed or not; the item itself never is.
  await dieAt('b');
  await dieAt('b');
  const last = jobOn(platform.open());
  expect(await last()).toMatchObject({ failed: 1, isComplete: true });
  const line = platform.lines.find(({ message }) => message === 'item.stuck');
  expect(line).toMatchObject({ level: 'error', item: 'carts b -', errorCode: 'CRASHED' });
  expect(await versionsOf(store, 'a', 'b', 'c', 'd')).toEqual(['2', '1 open', '2', '2']);
  expect(await last()).toMatchObject({ found: 1, waiting: 1 });
  platform.clock.nowMs += 24 * 3_600_000;
  expect(await last()).toMatchObject({ done: 1 });
});
