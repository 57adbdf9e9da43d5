import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { queryAll } from '../../../lib/store/queryAll.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { add, ref, type Store } from '../../../lib/store/store.ts';
import { balances, journal } from './writer/tables.ts';
import { startWriting } from './writingProcess.ts';

describe('an SQLite store among several processes', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    file = join(folder, 'store.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = sqliteStore({ file, tables: [journal, balances], now: Date.now });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  /** How many transactions each of the four items tells of. */
  function found(name: string): Promise<{ debits: number; credits: number; own: unknown; all: unknown }> {
    return inStore(async (store) => {
      const debits = await queryAll(store, { table: journal, partition: `${name}-debit` });
      const credits = await queryAll(store, { table: journal, partition: `${name}-credit` });
      const [own, all] = await store.read([ref(balances, name), ref(balances, 'all')]);
      expect(debits.map(({ sk }) => sk)).toEqual(credits.map(({ sk }) => sk));
      return {
        debits: debits.length,
        credits: credits.length,
        own: own?.['transactions'],
        all: all?.['transactions'],
      };
    });
  }

  it('lets eight processes open a new file at once', async () => {
    const processes = Array.from({ length: 8 }, (_, n) => startWriting(file, `p${n}`, 1));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    expect(await found('p7')).toEqual({ debits: 1, credits: 1, own: 1, all: 8 });
  });

  it('loses and doubles nothing when four processes write to the same item', async () => {
    const processes = ['a', 'b', 'c', 'd'].map((name) => startWriting(file, name, 500));
    expect(await Promise.all(processes.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    for (const name of ['a', 'b', 'c', 'd']) {
      expect(await found(name)).toEqual({ debits: 500, credits: 500, own: 500, all: 2_000 });
    }
  });

  it.each([1, 2, 3])('has all of a transaction or none of it when its process is killed, time %i', async (round) => {
    const { child, done, ended } = startWriting(file, 'killed', 1_000_000);
    onTestFinished(() => void child.kill('SIGKILL'));
    await vi.waitFor(() => expect(done()).toBeGreaterThan(100 * round), { timeout: 15_000 });
    child.kill('SIGKILL');
    expect(await ended).toBeNull();
    const { debits, credits, own, all } = await found('killed');
    expect({ credits, own, all }).toEqual({ credits: debits, own: debits, all: debits });
    // Nothing that was answered is missing; at most the one in flight came without an answer.
    expect([done(), done() + 1]).toContain(debits);
    expect(await inStore((store) => store.transact([add(ref(balances, 'all'), { transactions: 1 })], 'on'))).toEqual(
      [],
    );
  });
});
