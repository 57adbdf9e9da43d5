import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { put, ref } from '../../../lib/store/store.ts';
import { placed } from '../../fixtures/counting.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { type Box, box, boxes, emptying, emptyShelf } from '../../fixtures/shelves.ts';

/** An order for a shelf, each with a key of its own. */
const orderFor = (shelf: string, offset: number, id = `e${offset}`) =>
  recordOf({ offset, key: `k${offset}`, value: placed(id, 5, { order_id: shelf }) });

async function withBoxes(...there: Box[]) {
  const platform = await openPlatform([emptyShelf]);
  const { connections } = await platform.open()(emptyShelf);
  await connections.store.transact(
    there.map((one) => put(boxes, one)),
    'there',
  );
  const look = async (id: string) => (await connections.store.read([ref(boxes, id)]))[0];
  return { platform, look };
}

const emptyingOn = (platform: Platform, change?: (connections: Connections) => Partial<Connections>) =>
  consumer(emptyShelf, { 'order.placed': emptying() }, { open: platform.open(change) });

describe('a decision over a query', () => {
  test('gets the items that the index lists, and writes under conditions of its own', async () => {
    const { platform, look } = await withBoxes(box('b', 's-1'), box('bb', 's-1'), box('other', 's-2'));
    expect((await platform.invoke(emptyingOn(platform), [orderFor('s-1', 0)])).outcomes).toEqual(['handled']);
    expect(await Promise.all(['b', 'bb', 'other'].map(look))).toMatchObject([
      { version: 2, hasMore: false },
      { version: 2, hasMore: false },
      { version: 1 },
    ]);
  });

  test('that finds more than its limit is a dead letter that names the query, and no other record’s', async () => {
    const { platform, look } = await withBoxes(box('b', 's-1'), box('bb', 's-1'), box('bbb', 's-1'), box('o', 's-2'));
    const batch = [orderFor('s-1', 0), orderFor('s-2', 1)];
    const { reports } = await platform.invoke(emptyingOn(platform), batch);
    expect(reports).toMatchObject([
      { outcome: 'dead-letter', errorCode: 'LISTING_TOO_LONG', attempts: 1 },
      { outcome: 'handled' },
    ]);
    expect(JSON.stringify(platform.lines)).toContain('boxes by byShelf: more than 2 items');
    expect(await look('o')).toMatchObject({ version: 2 });
  });

  test('may take the first of them instead, and sees that there are more', async () => {
    const { platform, look } = await withBoxes(box('b', 's-1'), box('bb', 's-1'), box('bbb', 's-1'));
    const handler = consumer(emptyShelf, { 'order.placed': emptying('truncate') }, { open: platform.open() });
    expect((await platform.invoke(handler, [orderFor('s-1', 0)])).outcomes).toEqual(['handled']);
    expect(await Promise.all(['b', 'bb', 'bbb'].map(look))).toMatchObject([
      { version: 2, hasMore: true },
      { version: 2, hasMore: true },
      { version: 1 },
    ]);
  });

  test('is asked once for all records of a batch that ask the same', async () => {
    const { platform } = await withBoxes(box('b', 's-3'));
    let queries = 0;
    const counted = ({ store }: Connections) => ({
      store: {
        ...store,
        query: ((from, ...rest) => {
          if (from.table.name === 'boxes') queries += 1;
          return store.query(from, ...rest);
        }) as typeof store.query,
      },
    });
    const batch = [orderFor('s-1', 0), orderFor('s-1', 1), orderFor('s-2', 2)];
    const { outcomes } = await platform.invoke(emptyingOn(platform, counted), batch);
    expect([outcomes, queries]).toEqual([['handled', 'handled', 'handled'], 2]);
  });

  test('that an index answers too late is overtaken, and made again on what is there by then', async () => {
    const { platform, look } = await withBoxes(box('b', 's-1'));
    const stale = { ...box('b', 's-1'), version: 0 };
    let answers = 0;
    const lagging = ({ store }: Connections) => ({
      store: {
        ...store,
        query: (async (from, ...rest) => {
          if (from.table.name !== 'boxes') return await store.query(from, ...rest);
          answers += 1;
          return answers === 1 ? { items: [stale] } : await store.query(from, ...rest);
        }) as typeof store.query,
      },
    });
    const { outcomes } = await platform.invoke(emptyingOn(platform, lagging), [orderFor('s-1', 0)]);
    expect([outcomes, answers]).toEqual([['handled'], 2]);
    expect(await look('b')).toMatchObject({ version: 2 });
  });

  test('goes back when the query is not answered; a repeat is recognised all the same', async () => {
    const { platform } = await withBoxes(box('b', 's-1'));
    const down = ({ store }: Connections) => ({
      store: {
        ...store,
        query: (async (from, ...rest) => {
          if (from.table.name === 'boxes') throw new Fault('STORE_UNAVAILABLE', 'no answer');
          return await store.query(from, ...rest);
        }) as typeof store.query,
      },
    });
    expect((await platform.invoke(emptyingOn(platform), [orderFor('s-1', 0)])).outcomes).toEqual(['handled']);
    const batch = [orderFor('s-1', 0), orderFor('s-1', 1)];
    expect((await platform.invoke(emptyingOn(platform, down), batch)).outcomes).toEqual(['duplicate', 'handed-back']);
  });
});
