import { describe, expect, test } from 'vitest';
import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { headerText } from '../../../lib/kafka/record.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { remove } from '../../../lib/store/store.ts';
import { watermarks } from '../../../lib/tables/watermarks.ts';
import { collecting, collectOrders, factsOf, numbers, orderAt, watermarkOf } from '../../fixtures/collecting.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { work } from './dyingWorker.ts';

const batch = [...numbers(0, 3).map((offset) => orderAt(offset)), orderAt(7, { partition: 1 })];
const killer = { killer: 'e2' };

async function dieThrice(platform: Platform) {
  for (let runs = 1; runs <= 3; runs += 1) expect(await work(platform, collecting, batch, killer)).toBeNull();
}

async function letterCodes(platform: Platform) {
  await relay(drainConnectionsOf(await platform.open()(collectOrders)));
  return (await platform.onTopic('orders.dead')).map(({ headers }) =>
    ['x-original-offset', 'x-error-code'].map((name) => headerText(headers, name)).join(' '),
  );
}

describe('a record whose fold ends the process', () => {
  test('is a dead letter CRASHED in the fourth run, the watermark passes it, and all others count once', async () => {
    const platform = await openPlatform([collectOrders]);
    await dieThrice(platform);
    const fourth = await work(platform, collecting, batch, killer);
    expect(fourth?.outcomes).toEqual(['duplicate', 'duplicate', 'dead-letter', 'handled', 'handled']);
    expect(fourth?.thrown).toBeNull();
    expect(await letterCodes(platform)).toEqual(['2 CRASHED']);
    expect(await watermarkOf(platform)).toBe(3);
    expect((await factsOf(platform)).sort()).toEqual(['0@0 e0', '0@1 e1', '0@3 e3', '1@7 e7']);
    expect((await work(platform, collecting, batch, killer))?.outcomes).toEqual(Array(5).fill('duplicate'));
    expect(await letterCodes(platform)).toEqual(['2 CRASHED']);
  });

  test('gets its letter in one transaction with the watermark: whoever dies at it, it neither counts nor kills again', async () => {
    for (let step = 1; ; step += 1) {
      const platform = await openPlatform([collectOrders]);
      await dieThrice(platform);
      const came = await work(platform, collecting, batch, { ...killer, step });
      if (!came) expect((await work(platform, collecting, batch, killer))?.thrown).toBeNull();
      expect([step, new Set(await letterCodes(platform)), await watermarkOf(platform)]).toEqual([
        step,
        new Set(['2 CRASHED']),
        3,
      ]);
      if (came) return;
    }
  });

  test('waits for what stands before it, should that have to be collected anew', async () => {
    const platform = await openPlatform([collectOrders]);
    await dieThrice(platform);
    const { store } = (await platform.open()(collectOrders)).connections;
    await store.transact([remove({ table: watermarks, pk: 'collectOrders#orders-0', sk: '-' })], 'by hand');
    const fourth = await work(platform, collecting, batch, killer);
    expect(fourth?.outcomes).toEqual(['handled', 'handled', 'handed-back', 'handed-back', 'handled']);
    expect(await watermarkOf(platform)).toBe(1);
    const fifth = await work(platform, collecting, batch, killer);
    expect(fifth?.outcomes).toEqual(['duplicate', 'duplicate', 'dead-letter', 'handled', 'duplicate']);
  });

  test('only together with others, as a run that takes too long does, counts alone, and is no dead letter', async () => {
    const platform = await openPlatform([collectOrders]);
    expect(await work(platform, collecting, batch, killer)).toBeNull();
    expect((await work(platform, collecting, batch))?.outcomes).toEqual(Array(5).fill('handled'));
    expect((await factsOf(platform)).length).toBe(5);
    expect(await letterCodes(platform)).toEqual([]);
    expect(await watermarkOf(platform)).toBe(3);
  });
});
