import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { queryAll } from '../../../lib/store/queryAll.ts';
import { put, ref, type Store } from '../../../lib/store/store.ts';
import { newPk, things } from '../../contracts/store/given.ts';
import { givenFile, opened } from './givenSqlite.ts';
import { startWriting } from './writingProcess.ts';

async function keysIn(store: Store, partition: string): Promise<string[]> {
  const items = await queryAll(store, { table: things, partition });
  return items.map(({ sk }) => sk);
}

describe('an SQLite store among several processes', () => {
  it('takes all that they write at once', async () => {
    const file = givenFile();
    const writers = ['a', 'b', 'c', 'd'].map((name) => startWriting(file, name, 200));
    expect(await Promise.all(writers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    const [sum] = await opened(file).read([ref(things, 'sum')]);
    expect(sum).toEqual({ pk: 'sum', sk: '-', a: 200, b: 200, c: 200, d: 200, all: 800 });
  });

  it('holds all or nothing of each transaction of a process that was killed, and what it acknowledged', async () => {
    const file = givenFile();
    const store = opened(file);
    for (const [round, acknowledged] of [1, 40, 90, 150, 230].entries()) {
      const writer = startWriting(file, `w${round}`, 100_000);
      await vi.waitFor(() => expect(writer.acknowledged.length).toBeGreaterThanOrEqual(acknowledged), 10_000);
      writer.child.kill('SIGKILL');
      expect(await writer.ended).toBeNull();
      const left = await keysIn(store, `w${round}-left`);
      expect(await keysIn(store, `w${round}-right`)).toEqual(left);
      expect(left).toEqual(expect.arrayContaining(writer.acknowledged));
      const [sum] = await store.read([ref(things, 'sum')]);
      expect(sum?.[`w${round}`]).toBe(left.length);
    }
  });

  it('is unavailable to writers while another one holds it for longer than they wait, and then not', async () => {
    const file = givenFile();
    const store = opened(file, { lockWaitMs: 50 });
    await store.transact([put(things, { pk: 'a', sk: '-' })], newPk());
    const holder = new DatabaseSync(file);
    onTestFinished(() => holder.close());
    holder.exec('BEGIN IMMEDIATE');
    const late = store.transact([put(things, { pk: 'b', sk: '-' })], newPk());
    await expect(late).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await store.read([ref(things, 'a')])).toEqual([{ pk: 'a', sk: '-' }]);
    holder.exec('ROLLBACK');
    expect(await store.transact([put(things, { pk: 'b', sk: '-' })], newPk())).toEqual([]);
  });
});
