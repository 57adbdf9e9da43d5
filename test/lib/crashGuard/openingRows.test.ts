import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { openRow } from '../../../lib/crashGuard/progressRows.ts';
import type { Write, WriteFailure } from '../../../lib/store/store.ts';
import { eleven, openRuns, partition } from '../batch/givenRuns.ts';

/** A store that answers so to whatever is to be written. */
const answering =
  (answer: WriteFailure) =>
  ({ store }: Connections) => ({
    store: { ...store, transact: async (writes: readonly Write[]) => (writes.length > 0 ? [answer] : []) },
  });

describe('to open a row', () => {
  test('where there is none suspects nothing, and begins with the first record', async () => {
    const { row, opened, platform } = await openRuns();
    expect(await opened()).toMatchObject({ records: partition, isSuspicious: false, suspect: undefined });
    const untilMs = platform.clock.nowMs + 31_000;
    expect(await row()).toMatchObject({ owner: 'me', offset: 10, runs: 0, untilMs });
  });

  test('that a run with many at a time left is suspicious, but blames no record', async () => {
    const { row, leave, opened, platform } = await openRuns();
    await leave(0);
    expect(await opened()).toMatchObject({ isSuspicious: true, suspect: undefined });
    expect([await row(), platform.sleeps]).toMatchObject([{ owner: 'me', offset: 11, runs: 0 }, []]);
  });

  test('that one run alone left keeps its count, and waits for nobody', async () => {
    const { row, leave, opened, platform } = await openRuns();
    await leave(1);
    expect(await opened()).toMatchObject({ isSuspicious: true, suspect: { record: eleven, runs: 1 } });
    expect([await row(), platform.sleeps]).toMatchObject([{ owner: 'me', offset: 11, runs: 1 }, []]);
  });

  test('that two runs alone left waits until the last one is over for certain', async () => {
    const { leave, opened, platform } = await openRuns();
    await leave(2);
    expect(await opened()).toMatchObject({ suspect: { record: eleven, runs: 2 } });
    expect(platform.sleeps).toEqual([5_000]);
  });

  test.each([
    ['when it is over', 0, 30_000, []],
    ['when just enough is left to wait', 5_000, 7_000, [5_000]],
  ])('that two left goes on %s', async (_, moreMs, remainingMs, sleeps) => {
    const { run, leave, platform } = await openRuns();
    await leave(2, { untilMs: platform.clock.nowMs + moreMs });
    await openRow(partition, await run('me', undefined, remainingMs));
    expect(platform.sleeps).toEqual(sleeps);
  });

  test('that two left goes back when too little is left to wait', async () => {
    const { run, leave, platform } = await openRuns();
    await leave(2);
    const opening = openRow(partition, await run('me', undefined, 6_999));
    await expect(opening).rejects.toMatchObject({ code: 'IN_PROGRESS_ELSEWHERE' });
    expect(platform.sleeps).toEqual([]);
  });

  test.each([
    ['at another offset', { offset: 9 }],
    ['of other bytes', { bytes: 'of a topic made anew' }],
  ])('that tells of a record %s tells nothing, and is replaced', async (_, other) => {
    const { row, leave, opened } = await openRuns();
    await leave(2, other);
    expect(await opened()).toMatchObject({ isSuspicious: false, suspect: undefined });
    expect(await row()).toMatchObject({ owner: 'me', offset: 10, runs: 0 });
  });

  test('that others keep writing at the same moment is given up after five times, with pauses', async () => {
    const { run, platform } = await openRuns();
    const opening = openRow(partition, await run('me', answering({ index: 0, reason: 'conflict' })));
    await expect(opening).rejects.toMatchObject({ code: 'STORE_CONTENDED' });
    expect(platform.sleeps).toEqual([10, 20, 30, 40, 50]);
  });

  test('that others keep taking is given up', async () => {
    const { run, leave, row } = await openRuns();
    await leave(0);
    const found = await row();
    const taken = answering({ index: 0, reason: 'condition', ...(found && { found }) });
    await expect(openRow(partition, await run('me', taken))).rejects.toMatchObject({ code: 'STORE_CONTENDED' });
  });

  test('needs a record', async () => {
    const { run } = await openRuns();
    await expect(openRow([], await run('me'))).rejects.toMatchObject({ code: 'PROGRAMMER_ERROR' });
  });
});
