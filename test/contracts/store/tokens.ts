import { expect, it } from 'vitest';
import { add, check, putIfAbsent, ref, remove } from '../../../lib/store/store.ts';
import { type Given, newPk, things } from './given.ts';

export function tokensContract(given: Given): void {
  it('does the same writes under the same token once, although their conditions would fail by now', async () => {
    const [pk, token] = [newPk(), newPk()];
    const writes = [putIfAbsent(things, { pk, sk: '-', n: 1 })];
    expect(await given.store().transact(writes, token)).toEqual([]);
    expect(await given.store().transact(writes, token)).toEqual([]);
    expect(await given.transact(...writes)).toMatchObject([{ reason: 'condition' }]);
  });

  it('adds once under one token, whoever asks', async () => {
    const [pk, token] = [newPk(), newPk()];
    const other = await given.another();
    const writes = [add(ref(things, pk), { n: 1 })];
    expect(await given.store().transact(writes, token)).toEqual([]);
    expect(await other.transact(writes, token)).toEqual([]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', n: 1 });
  });

  it('adds once when the same is asked ten times at once', async () => {
    const [pk, token] = [newPk(), newPk()];
    const writes = [add(ref(things, pk), { n: 1 }), putIfAbsent(things, { pk, sk: 'mark' })];
    const answers = await Promise.all(Array.from({ length: 10 }, () => given.store().transact(writes, token)));
    expect(answers).toEqual([[], [], [], [], [], [], [], [], [], []]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', n: 1 });
  });

  it('leaves alone what others wrote in between', async () => {
    const [pk, token] = [newPk(), newPk()];
    const removal = [remove(ref(things, pk))];
    expect(await given.store().transact(removal, token)).toEqual([]);
    await given.stored({ pk, sk: '-', by: 'another' });
    expect(await given.store().transact(removal, token)).toEqual([]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', by: 'another' });
  });

  it('knows the same writes by their attributes, in whatever order', async () => {
    const [pk, token] = [newPk(), newPk()];
    const one = putIfAbsent(things, { pk, sk: '-', a: 1, b: { c: 1, d: 2 } });
    const same = putIfAbsent(things, { b: { d: 2, c: 1 }, a: 1, sk: '-', pk, none: undefined });
    expect(await given.store().transact([one], token)).toEqual([]);
    expect(await given.store().transact([same], token)).toEqual([]);
  });

  it.each([
    ['another value', (pk: string) => [putIfAbsent(things, { pk, sk: '-', n: 2 })]],
    ['another key', (pk: string) => [putIfAbsent(things, { pk, sk: 'other', n: 1 })]],
    [
      'another condition',
      (pk: string) => [{ ...putIfAbsent(things, { pk, sk: '-', n: 1 }), when: { unless: { n: 1 } } }],
    ],
    [
      'one more write',
      (pk: string) => [putIfAbsent(things, { pk, sk: '-', n: 1 }), check(ref(things, pk, 'x'), { absent: true })],
    ],
  ])('refuses %s under a token that was used', async (_, others) => {
    const [pk, token] = [newPk(), newPk()];
    expect(await given.store().transact([putIfAbsent(things, { pk, sk: '-', n: 1 })], token)).toEqual([]);
    await expect(given.store().transact(others(pk), token)).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    expect(await given.read(pk)).toEqual({ pk, sk: '-', n: 1 });
    expect(await given.read(pk, 'other')).toBeUndefined();
  });

  it('tells long tokens apart that differ at their end', async () => {
    const [pk, token] = [newPk(), newPk().repeat(10)];
    await given.store().transact([add(ref(things, pk), { n: 1 })], `${token}a`);
    await given.store().transact([add(ref(things, pk), { n: 1 })], `${token}b`);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', n: 2 });
  });
}
