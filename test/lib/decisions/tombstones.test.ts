import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';
import {
  add,
  defineTable,
  type Item,
  put,
  putIfAbsent,
  type Ref,
  ref,
  withTombstones,
} from '../../../lib/store/store.ts';
import { orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordAt } from './givenDecisions.ts';

interface Badge extends Item {
  version: number;
  name?: string;
  deletedAt?: string;
}

const badges = withTombstones(defineTable<Badge>({ name: 'badges' }));
const config = consumerConfig({ name: 'awardBadge', events: [orderPlaced], uses: [table(badges)] });
const key = { pk: 'user#1', sk: '-' };
const tombstone = { ...key, version: 2, deletedAt: '2026-11-21T07:00:00.000Z' };
type Known = { badge: Ref<Badge> };

/** The deciders that a newcomer writes, none of which knows of erasures. */
const deciders: [name: string, Decider<typeof orderPlaced, Partial<Known>>][] = [
  [
    'puts its item under the version that it loaded',
    {
      load: () => ({ badge: ref(badges, key.pk) }),
      decide: (_, { badge }) => {
        const version = badge?.version ?? 0;
        const when = badge ? { equals: { version } } : ({ absent: true } as const);
        return commit({ writes: [put(badges, { ...key, version: version + 1, name: 'Zoë' }, when)] });
      },
    },
  ],
  [
    'makes the item its own mark',
    {
      load: () => ({ badge: ref(badges, key.pk) }),
      decide: () => commit({ once: putIfAbsent(badges, { ...key, version: 1, name: 'Zoë' }) }),
    },
  ],
  ['puts without a look', { decide: () => commit({ writes: [put(badges, { ...key, version: 1, name: 'Zoë' })] }) }],
  [
    'adds without a look',
    { decide: () => commit({ writes: [add(ref(badges, key.pk), { count: 1 }, { name: 'Zoë' })] }) },
  ],
];

async function given(decider: Decider<typeof orderPlaced, Partial<Known>>) {
  const platform = await openPlatform([config]);
  const { connections } = await platform.open()(config);
  const handler = (change?: Parameters<Platform['open']>[0]) =>
    consumer(config, { 'order.placed': decider }, { open: platform.open(change) });
  const held = async () => (await connections.store.read([ref(badges, key.pk)]))[0];
  return { platform, store: connections.store, handler, held };
}

describe.each(deciders)('a decider that %s', (_, decider) => {
  test('writes nothing over a tombstone: its event is skipped, and the log says why', async () => {
    const { platform, store, handler, held } = await given(decider);
    await store.transact([put(badges, tombstone)], 'erased');
    const { outcomes } = await platform.invoke(handler(), [recordAt(0, 'e1'), recordAt(1, 'e2')]);
    expect(outcomes).toEqual(['ignored', 'ignored']);
    expect(await held()).toEqual(tombstone);
    const skipped = platform.lines.filter(({ message }) => message === 'record.skipped');
    expect(skipped).toMatchObject([
      { place: 'orders-0@0', reason: 'writes to badges user#1 -, which was erased' },
      { place: 'orders-0@1', reason: 'writes to badges user#1 -, which was erased' },
    ]);
  });

  test('is decided anew when the erasure comes between its look and its write', async () => {
    const { platform, store, handler, held } = await given(decider);
    let isErased = false;
    const late = handler(({ store: real }) => ({
      store: {
        ...real,
        transact: async (writes, token) => {
          if (!isErased) await store.transact([put(badges, tombstone)], 'erased');
          isErased = true;
          return await real.transact(writes, token);
        },
      },
    }));
    const { outcomes } = await platform.invoke(late, [recordAt(0, 'e1')]);
    expect(['ignored', 'duplicate']).toContain(outcomes[0]);
    expect(await held()).toEqual(tombstone);
  });

  test('writes as ever where there is none', async () => {
    const { platform, handler, held } = await given(decider);
    expect((await platform.invoke(handler(), [recordAt(0, 'e1')])).outcomes).toEqual(['handled']);
    expect(await held()).toMatchObject({ name: 'Zoë' });
  });
});
