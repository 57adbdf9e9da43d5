import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { closePartition, openRows } from '../../../lib/crashGuard/openRows.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { groupingStore } from '../../../lib/store/grouping.ts';
import type { Write } from '../../../lib/store/store.ts';
import { counting } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { rowsOf, startWorker, twoPartitions } from '../crashGuard/givenProgress.ts';

const handledAll = Array(6).fill('handled');
const isOfProgress = (write: Write) => ('table' in write ? write.table : write.ref.table).name === 'progress';

describe('progress rows', () => {
  test('of all partitions are written before anything is handled, and gone after the answer', async () => {
    const platform = await openPlatform([countOrders]);
    const worker = startWorker(platform, twoPartitions, 'e0-11');
    await worker.stuck;
    const now = platform.clock.nowMs;
    expect(await rowsOf(platform)).toEqual([
      expect.objectContaining({ pk: 'countOrders#orders-0', offset: 10, runs: 0, expiresAt: now / 1000 + 604_800 }),
      expect.objectContaining({ pk: 'countOrders#orders-1', offset: 10, runs: 0, expiresAt: now / 1000 + 604_800 }),
    ]);
    worker.goOn();
    expect((await worker.answer).outcomes).toEqual(handledAll);
    expect(await rowsOf(platform)).toEqual([undefined, undefined]);
  });

  test('are closed by an answer that hands back, too', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    expect((await platform.invoke(handler, twoPartitions, 1_000)).outcomes).toEqual(Array(6).fill('handed-back'));
    expect(await rowsOf(platform)).toEqual([undefined, undefined]);
  });

  test('that could not be closed are closed by the same environment before anything else', async () => {
    const platform = await openPlatform([countOrders]);
    let isDown = false;
    const failing = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) => {
          const isClose = writes.some((write) => write.op === 'remove' && isOfProgress(write));
          if (isDown && isClose) throw new Fault('STORE_UNAVAILABLE', 'connection refused');
          return await store.transact(writes, token);
        },
      },
    });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(failing) });
    isDown = true;
    expect((await platform.invoke(handler, twoPartitions)).thrown).toBeNull();
    expect((await rowsOf(platform)).map((row) => row?.['runs'])).toEqual([0, 0]);
    isDown = false;
    const [first] = twoPartitions;
    await platform.invoke(handler, first ? [first] : []);
    expect(await rowsOf(platform)).toEqual([undefined, undefined]);
  });

  test('are not written for a replay', async () => {
    const platform = await openPlatform([countOrders]);
    const written: Write[] = [];
    const watching = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) => {
          written.push(...writes);
          return await store.transact(writes, token);
        },
      },
    });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(watching) });
    const asReplay: typeof handler = Object.assign(
      (...[event, context]: Parameters<typeof handler>) =>
        handler(event, Object.assign(context, { clientContext: { custom: { replay: 'true' } } })),
      handler,
    );
    expect((await platform.invoke(asReplay, twoPartitions)).outcomes).toEqual(handledAll);
    expect(written.filter(isOfProgress)).toEqual([]);
    expect(written).not.toEqual([]);
  });
});

test('progress costs two round trips to the store a batch, however many partitions it has', async () => {
  const platform = await openPlatform([countOrders]);
  const engine = await platform.open()(countOrders);
  let trips = 0;
  const counted = {
    ...engine.connections.store,
    transact: async (writes: readonly Write[], token: string) => {
      trips += 1;
      return await engine.connections.store.transact(writes, token);
    },
  };
  const run = {
    engine: { ...engine, connections: { ...engine.connections, store: groupingStore(counted) } },
    invocation: { id: 'i', remainingMs: () => 30_000, signal: AbortSignal.timeout(30_000) },
  };
  const partitions = await openRows(twoPartitions, run, []);
  await Promise.all((partitions ?? []).map((partition) => closePartition(partition, run, [])));
  expect([partitions?.length, trips]).toEqual([2, 2]);
});
