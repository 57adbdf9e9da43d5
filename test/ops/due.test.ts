import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { audit } from '../../lib/audit/audit.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { type DueRow, due, dueRow, PARKED } from '../../lib/due/dueRow.ts';
import { fileObjects } from '../../lib/objects/files.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import { put } from '../../lib/store/store.ts';
import { dueCommand } from '../../ops/due.ts';
import { recordOf } from '../fixtures/records.ts';

const nowMs = Date.parse('2026-11-21T08:00:00.000Z');

/** Two rows wait, and one is parked, its bytes in the object store. */
async function givenRows() {
  const folder = mkdtempSync(join(tmpdir(), 'ops-'));
  const store = sqliteStore({ file: localFiles(folder).store, tables: [due, audit], now: Date.now });
  const objects = fileObjects(localFiles(folder).objects);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const rowAt = (offset: number, afterMs: number, value: string) => {
    const record = recordOf({ offset, key: 'jane@example.com', value });
    return dueRow({ function: 'remind', record, dueAtMs: nowMs + afterMs }, nowMs);
  };
  const [late, soon, large] = [rowAt(1, 60_000, 'late'), rowAt(2, 5_000, 'soon'), rowAt(3, 1_000, 'x'.repeat(400_000))];
  await objects.put(large.object?.name ?? '', large.object?.bytes ?? Buffer.alloc(0));
  const parkedAt = '2026-11-21T08:01:00.000Z';
  const parked: DueRow = {
    ...large.row,
    pk: PARKED,
    crashes: 1,
    parkedAt,
    errorCode: 'FUNCTION_MISSING',
    error: 'gone',
  };
  await store.transact([late.write, soon.write, put(due, parked)], 'rows');
  const ops = async (...args: string[]) => {
    const printed: string[] = [];
    expect(await dueCommand.run([...args, '--state', folder], (text) => printed.push(text))).toBe(0);
    expect(printed).toHaveLength(1);
    return printed[0] ?? '';
  };
  return { store, objects, ops, parked, soon: soon.row, large: large.row };
}

describe('ops due', () => {
  it('says on stderr when the list is cut, and how to see more', async () => {
    const { ops } = await givenRows();
    const told = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect((await ops('list', '--limit', '1')).split('\n')).toHaveLength(2);
    expect(told.mock.calls).toEqual([['More wait than these 1: --limit N shows up to 999.\n']]);
    await ops('list', '--limit', '2');
    expect(told).toHaveBeenCalledTimes(1);
    await expect(dueCommand.run(['list', '--limit', '0'], () => undefined)).rejects.toThrow(
      '--limit expects a number from 1 to 999, came 0.',
    );
  });

  it('lists what is parked, then what waits in the order of its times, and shows no key', async () => {
    const { ops, parked, soon } = await givenRows();
    const lines = (await ops('list')).split('\n');
    expect(lines.map((line) => line.slice(line.indexOf(': ') + 2))).toEqual([
      'orders-0@3 for remind, parked; FUNCTION_MISSING at 2026-11-21T08:01:00.000Z: gone',
      'orders-0@2 for remind, due at 2026-11-21T08:00:05.000Z',
      'orders-0@1 for remind, due at 2026-11-21T08:01:00.000Z',
    ]);
    const json = await ops('list', '--json');
    expect(
      JSON.parse(json)
        .map(({ row }: { row: string }) => row)
        .slice(0, 2),
    ).toEqual([parked.sk, soon.sk]);
    expect(json).not.toContain('jane');
  });

  it('puts a parked row back where the job finds it, its crashes forgotten', async () => {
    const { store, ops, parked, large } = await givenRows();
    expect(await ops('retry', parked.sk)).toContain('put back');
    expect(await queryAll(store, { table: due, partition: PARKED })).toEqual([]);
    expect(await store.read([{ table: due, pk: large.pk, sk: large.sk }])).toEqual([large]);
  });

  it('discards a row, parked or waiting, with a reason that is kept', async () => {
    const { store, objects, ops, parked, soon } = await givenRows();
    await ops('discard', parked.sk, '--reason', 'remind is no more');
    await ops('discard', soon.sk, '--reason', 'the order was cancelled');
    expect(await ops('list')).toMatch(/^[^\n]* orders-0@1 for remind, due at \S+$/);
    expect(await objects.get(parked.object ?? '')).toBeUndefined();
    const entries = await queryAll(store, { table: audit, partition: `due#${soon.sk}` });
    expect(entries).toMatchObject([{ action: 'due.discard', reason: 'the order was cancelled' }]);
  });

  it.each([
    [['retry', 'nothing'], 'No such row is there: nothing; see due list.'],
    [['retry'], 'Expected one row, as due list shows it.'],
    [['discard', 'nothing'], 'Say why with --reason'],
    [['look'], 'Expected list, retry or discard, came look.'],
  ])('refuses %j', async (args, sentence) => {
    const { ops } = await givenRows();
    await expect(ops(...args)).rejects.toThrow(sentence);
  });
});
