import { describe, expect, test } from 'vitest';
import { closeRow, keepSuspicion, noteRecord } from '../../../lib/crashGuard/progressRows.ts';
import { eleven, openRuns, ten, twelve } from '../batch/givenRuns.ts';

describe('to note a record', () => {
  test('counts one run for it, and one more for the one that others ended at', async () => {
    const { row, run, leave, opened } = await openRuns();
    await leave(1);
    const mine = await opened();
    const me = await run('me');
    expect(await noteRecord(mine, ten, me)).toBe(true);
    expect(await row()).toMatchObject({ owner: 'me', offset: 10, runs: 1 });
    expect(await noteRecord(mine, eleven, me)).toBe(true);
    expect(await row()).toMatchObject({ owner: 'me', offset: 11, runs: 2 });
  });

  test('is not done by who lost the row, and leaves it as it is', async () => {
    const { row, run, opened } = await openRuns();
    const mine = await opened('me');
    await opened('you');
    expect(await noteRecord(mine, eleven, await run('me'))).toBe(false);
    expect(await row()).toMatchObject({ owner: 'you', offset: 10, runs: 0 });
  });

  test('counts anew where an earlier run turned out to have survived', async () => {
    const { row, run, leave, opened, platform } = await openRuns();
    await leave(1);
    const mine = await opened();
    const dead = { pk: 'countOrders#orders-0', sk: '-', owner: 'dead', untilMs: 0, offset: 11, bytes: '', runs: 1 };
    await closeRow({ ...dead, expiresAt: 2_000_000_000 }, (await run('dead')).engine);
    expect(await row()).toMatchObject({ owner: 'me', offset: 11, runs: 0 });
    expect(await noteRecord(mine, eleven, await run('me'))).toBe(true);
    expect(await row()).toMatchObject({ owner: 'me', offset: 11, runs: 1, untilMs: platform.clock.nowMs + 31_000 });
    expect(mine.suspect).toBeUndefined();
  });
});

describe('what a run leaves that hands records back', () => {
  test('is the count of the record that is looked for, where that is among them', async () => {
    const { row, run, leave, opened } = await openRuns();
    await leave(1);
    await keepSuspicion(await opened(), [ten, eleven], await run('me'));
    expect(await row()).toMatchObject({ owner: 'me', offset: 11, runs: 1, untilMs: 0 });
  });

  test('is that the next run goes one at a time, where it is not', async () => {
    const { row, run, leave, opened } = await openRuns();
    await leave(1);
    await keepSuspicion(await opened(), [twelve], await run('me'));
    expect(await row()).toMatchObject({ owner: 'me', offset: 12, runs: 0, untilMs: 0 });
  });

  test('is that it survived, where another run has the row by now', async () => {
    const { row, run, leave, opened } = await openRuns();
    await leave(1);
    const mine = await opened('me');
    await opened('you');
    await keepSuspicion(mine, [eleven], await run('me'));
    expect(await row()).toMatchObject({ owner: 'you', offset: 11, runs: 0 });
  });
});

test('a row that was taken away by others needs no closing', async () => {
  const { row, run, opened } = await openRuns();
  const mine = await opened();
  const { engine } = await run('me');
  await closeRow(mine.row, engine);
  await closeRow(mine.row, engine);
  expect(await row()).toBeUndefined();
});
