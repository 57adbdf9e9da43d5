import { describe, expect, test } from 'vitest';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { type Running, rowsOf, startWorker, twoPartitions } from './givenProgress.ts';

const MINUTE_MS = 60_000;

/** Workers that die at that event, one after the other; answers what each came to. */
async function dieAt(platform: Platform, event: string, times: number): Promise<string[][]> {
  const came: string[][] = [];
  for (let n = 0; n < times; n += 1) {
    const worker = startWorker(platform, twoPartitions, event);
    await worker.stuck;
    came.push(worker.came);
    platform.clock.nowMs += MINUTE_MS;
  }
  return came;
}

const rowOf = async (platform: Platform, partition: number) => {
  const row = (await rowsOf(platform))[partition];
  return row && [row['offset'], row['runs']];
};

describe('after a run that never answered', () => {
  test('records are handled one at a time, all partitions in one sequence, each noted first', async () => {
    const platform = await openPlatform([countOrders]);
    await dieAt(platform, 'e0-11', 1);
    expect(await rowOf(platform, 0)).toEqual([10, 0]);
    expect(await dieAt(platform, 'e0-11', 1)).toEqual([['e0-10']]);
    expect(await rowOf(platform, 0)).toEqual([11, 1]);
    expect(await rowOf(platform, 1)).toEqual([10, 0]);
    const alive = startWorker(platform, twoPartitions);
    expect((await alive.answer).outcomes).toEqual(['duplicate', 'handled', 'handled', 'handled', 'handled', 'handled']);
    expect(await rowsOf(platform)).toEqual([undefined, undefined]);
  });

  test('a record that two such runs ended at is a dead letter CRASHED, is not handled, and the others go on', async () => {
    const platform = await openPlatform([countOrders]);
    await dieAt(platform, 'e1-11', 3);
    const alive = startWorker(platform, twoPartitions);
    const { reports, thrown } = await alive.answer;
    expect(thrown).toBeNull();
    expect(reports.map(({ outcome, errorCode, attempts }) => [outcome, errorCode, attempts])[4]).toEqual([
      'dead-letter',
      'CRASHED',
      3,
    ]);
    expect(alive.came).not.toContain('e1-11');
    const [letter, ...more] = await platform.onTopic('orders.dead');
    expect(more).toEqual([]);
    expect(letter?.value && Buffer.from(letter.value)).toEqual(twoPartitions[4]?.value);
    expect(await rowsOf(platform)).toEqual([undefined, undefined]);
  });

  test('other records at the same offset, of a topic made anew, are not blamed', async () => {
    const platform = await openPlatform([countOrders]);
    await dieAt(platform, 'e0-11', 3);
    const anew = twoPartitions.map((record, n) => ({
      ...record,
      value: Buffer.from(JSON.stringify({ id: `n${n}`, type: 'order.placed', order_id: `n${n}`, amount: 1 })),
    }));
    const alive = startWorker(platform, anew);
    expect((await alive.answer).outcomes).toEqual(Array(6).fill('handled'));
  });

  test('what time does not suffice for is looked at one at a time again, and nothing that was counted is forgotten', async () => {
    const platform = await openPlatform([countOrders]);
    await dieAt(platform, 'e1-11', 2);
    const short = await startWorker(platform, twoPartitions, '', 1_000).answer;
    expect(short.outcomes).toEqual(Array(6).fill('handed-back'));
    expect([await rowOf(platform, 0), await rowOf(platform, 1)]).toEqual([undefined, [11, 1]]);
    await dieAt(platform, 'e1-11', 1);
    expect((await startWorker(platform, twoPartitions).answer).outcomes[4]).toBe('dead-letter');
  });
});

describe('two workers on one partition', () => {
  test('make no healthy record crashed: it waits until every run that noted it is over', async () => {
    const platform = await openPlatform([countOrders]);
    const slow: Running[] = [];
    for (let n = 0; n < 3; n += 1) {
      const worker = startWorker(platform, twoPartitions.slice(0, 3), 'e0-11');
      await worker.stuck;
      slow.push(worker);
    }
    expect(await rowOf(platform, 0)).toEqual([11, 2]);
    // 31 s are left of the slow ones, and 30 s of the next one.
    const next = startWorker(platform, twoPartitions.slice(0, 3));
    expect((await next.answer).outcomes).toEqual(['handed-back', 'handed-back', 'handed-back']);
    for (const worker of slow) worker.goOn();
    for (const worker of slow) await worker.answer;
    expect(await platform.onTopic('orders.dead')).toEqual([]);
    expect(await rowOf(platform, 0)).toBeUndefined();
  });

  test('a run that survives after another took its row over starts the count anew', async () => {
    const platform = await openPlatform([countOrders]);
    const first = startWorker(platform, twoPartitions, 'e0-11');
    await first.stuck;
    await dieAt(platform, 'e0-11', 2);
    expect(await rowOf(platform, 0)).toEqual([11, 2]);
    first.goOn();
    await first.answer;
    expect(await rowOf(platform, 0)).toEqual([11, 0]);
    const alive = startWorker(platform, twoPartitions);
    expect((await alive.answer).outcomes).toEqual(Array(6).fill('duplicate'));
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });
});
