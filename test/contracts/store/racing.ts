import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import {
  add,
  change,
  defineTable,
  type Item,
  putIfAbsent,
  putIfVersion,
  ref,
  type SingleWrite,
  type Store,
  type Write,
  type WriteFailure,
} from '../../../lib/store/store.ts';
import { type Given, newPk, things } from './given.ts';

interface Document extends Item {
  version: number;
  seen: string[];
}

const documents = defineTable<Document>({ name: 'things' });

/** Tries again, as callers do, while another transaction is in the way. */
async function settled(store: Store, writes: Write[]): Promise<WriteFailure[]> {
  for (let tries = 1; tries <= 200; tries += 1) {
    const failures = await store.transact(writes, newPk());
    if (!failures.some(({ reason }) => reason === 'conflict')) return failures;
    await wait(Math.random() * 5 * Math.min(tries, 20));
  }
  throw new Error('others were in the way 200 times');
}

/** Asks again, as callers do, for what met another write in flight. */
async function settledEach(store: Store, writes: SingleWrite[]) {
  const outcomes = await store.writeEach(writes);
  for (let tries = 1; tries <= 50 && outcomes.some(({ kind }) => kind === 'conflict'); tries += 1) {
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind !== 'conflict') continue;
      const [again] = await store.writeEach(writes.slice(index, index + 1));
      outcomes[index] = again ?? outcome;
    }
  }
  return outcomes;
}

export function racingContract(given: Given): void {
  it('lets each of 200 keys be taken once, by one of two handles', async () => {
    const pk = newPk();
    const keys = Array.from({ length: 200 }, (_, n) => `${n}`);
    const racers = [
      { by: 'one', store: given.store() },
      { by: 'two', store: await given.another() },
    ];
    const race = async (sk: string) => {
      const takes = racers.map(({ by, store }) => settled(store, [putIfAbsent(things, { pk, sk, by })]));
      const [one, two] = await Promise.all(takes);
      const [found] = await given.store().read([ref(things, pk, sk)]);
      const beaten = [{ index: 0, reason: 'condition', found }];
      expect({ one, two }).toEqual(found?.['by'] === 'one' ? { one: [], two: beaten } : { one: beaten, two: [] });
    };
    // Not all at once: a store may take but one at a time, and each has a second to be answered.
    for (let n = 0; n < 200; n += 20) await Promise.all(keys.slice(n, n + 20).map(race));
    expect((await given.query(pk, { limit: 1_000 })).items).toHaveLength(200);
  });

  it('sums 100 adds at once', async () => {
    const pk = newPk();
    const stores = [given.store(), await given.another()];
    const adds = Array.from({ length: 100 }, (_, n) =>
      settled(stores[n % 2] as Store, [add(ref(things, pk), { n: 1, sum: n }, { last: n })]),
    );
    expect((await Promise.all(adds)).flat()).toEqual([]);
    expect(await given.read(pk)).toMatchObject({ n: 100, sum: 4950 });
  });

  it('loses no update of those who read, change and write with the version they read', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', version: 0, seen: [] });
    const stores = [given.store(), await given.another()];
    async function append(store: Store, name: string): Promise<void> {
      for (let tries = 1; tries <= 500; tries += 1) {
        const [found] = await store.read([ref(things, pk)]);
        const { version, seen } = found as Document;
        const next = { pk, sk: '-', version: version + 1, seen: [...seen, name] };
        const failures = await store.transact([putIfVersion(documents, next, version)], newPk());
        if (failures.length === 0) return;
        await wait(Math.random() * 20);
      }
      throw new Error(`${name} never came through`);
    }
    const names = Array.from({ length: 20 }, (_, n) => `${n}`);
    await Promise.all(names.map((name, n) => append(stores[n % 2] as Store, name)));
    const { version, seen } = (await given.read(pk)) as Document;
    expect(version).toBe(20);
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(names);
  });

  it('moves amounts between items as a whole', async () => {
    const [pk, stores] = [newPk(), [given.store(), await given.another()]];
    await given.stored(...['0', '1', '2'].map((sk) => ({ pk, sk, held: 100 })));
    const moves = Array.from({ length: 60 }, (_, n) => [
      add(ref(things, pk, `${n % 3}`), { held: -1 - n }),
      add(ref(things, pk, `${(n + 1) % 3}`), { held: 1 + n }),
    ]);
    const answers = await Promise.all(moves.map((writes, n) => settled(stores[n % 2] as Store, writes)));
    expect(answers.flat()).toEqual([]);
    const items = await given.store().read(['0', '1', '2'].map((sk) => ref(things, pk, sk)));
    // 0 gives 1 + 4 + … + 58 = 590 and gets 3 + 6 + … + 60 = 630; 1 gives 610 and gets 590; 2 gives 630 and gets 610.
    expect(items.map((item) => item?.['held'])).toEqual([140, 80, 80]);
  });

  it('lets each of 200 keys be taken once, by one of two handles, and ended once by its owner', async () => {
    const pk = newPk();
    const racers = [
      { by: 'one', store: given.store() },
      { by: 'two', store: await given.another() },
    ];
    for (const from of [0, 100]) {
      const keys = Array.from({ length: 100 }, (_, n) => `${from + n}`);
      const takes = (by: string) => keys.map((sk) => putIfAbsent(things, { pk, sk, by, state: 'claimed' }));
      const ends = (by: string) =>
        keys.map((sk) => change(ref(things, pk, sk), { equals: { by, state: 'claimed' } }, { state: by }));
      const answers = await Promise.all(racers.map(({ by, store }) => settledEach(store, takes(by))));
      const ended = await Promise.all(racers.map(({ by, store }) => settledEach(store, ends(by))));
      const items = await given.store().read(keys.map((sk) => ref(things, pk, sk)));
      for (const [n, item] of items.entries()) {
        const winner = item?.['by'] === 'one' ? 0 : 1;
        expect(answers[winner]?.[n]).toEqual({ kind: 'done' });
        expect(answers[1 - winner]?.[n]).toMatchObject({ kind: 'condition', found: { by: item?.['by'] } });
        expect(ended[winner]?.[n]).toEqual({ kind: 'done' });
        expect(ended[1 - winner]?.[n]).toMatchObject({ kind: 'condition' });
        expect(item?.['state']).toBe(item?.['by']);
      }
    }
  });
}
