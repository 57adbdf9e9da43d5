import { describe, expect, test } from 'vitest';
import { giveBack } from '../../../lib/deliveries/claims.ts';
import { putIfAbsent, type Store } from '../../../lib/store/store.ts';
import { marks } from '../../../lib/tables/marks.ts';
import { failure, key, NOW_MS, openClaims } from './givenClaims.ts';

describe('who meets a claim of another', () => {
  test('is told whose it is and until when; at that moment it is free', async () => {
    const { held, take } = openClaims();
    await held('me', NOW_MS);
    expect(await take('you', NOW_MS + 4_999)).toEqual({ kind: 'held', owner: 'me', untilMs: NOW_MS + 5_000 });
    expect(await take('you', NOW_MS + 5_000)).toMatchObject({ kind: 'claimed', claim: { owner: 'you' } });
  });

  test.each(['completed', 'refused', 'dead-lettered'] as const)('finds it settled where it is %s', async (state) => {
    const { store, take } = openClaims();
    const mark = { pk: key.pk, sk: key.sk, state, at: '', expiresAt: 2_000_000_000 };
    await store.transact([putIfAbsent(marks, mark)], 't');
    expect(await take('me', NOW_MS)).toEqual({ kind: 'settled', mark });
  });

  test('finds it settled where its own record was dead-lettered meanwhile', async () => {
    const { store, held, take } = openClaims();
    await held('dead', NOW_MS);
    const mark = { pk: failure.pk, sk: failure.sk, state: 'dead-lettered', at: '', expiresAt: 2_000_000_000 } as const;
    await store.transact([putIfAbsent(marks, mark)], 't');
    expect(await take('me', NOW_MS + 5_000)).toEqual({ kind: 'settled', mark });
  });

  test('finds it settled, too, where the claim changed hands at that moment as well', async () => {
    const { store, held, take } = openClaims();
    await held('dead', NOW_MS);
    const mark = { pk: failure.pk, sk: failure.sk, state: 'dead-lettered', at: '', expiresAt: 2_000_000_000 } as const;
    const overtaken: Store = {
      ...store,
      transact: async (writes, token) => {
        await held('you', NOW_MS + 5_000);
        await store.transact([putIfAbsent(marks, mark)], 't');
        return await store.transact(writes, token);
      },
    };
    expect(await take('me', NOW_MS + 5_000, overtaken)).toEqual({ kind: 'settled', mark });
  });

  test('when it would renew its own, is told who has it by then', async () => {
    const { store, held, take } = openClaims();
    await held('me', NOW_MS);
    let isFirst = true;
    const overtaken: Store = {
      ...store,
      writeEach: async (writes) => {
        const outcomes = await store.writeEach(writes);
        if (isFirst) await held('you', NOW_MS + 5_000);
        isFirst = false;
        return outcomes;
      },
    };
    expect(await take('me', NOW_MS + 5_000, overtaken)).toEqual({
      kind: 'held',
      owner: 'you',
      untilMs: NOW_MS + 10_000,
    });
  });

  test('is told of nobody where a store does not say what it found', async () => {
    const { store, take } = openClaims();
    const silent: Store = { ...store, writeEach: async () => [{ kind: 'condition' }] };
    expect(await take('me', NOW_MS, silent)).toEqual({ kind: 'held', owner: '', untilMs: 0 });
  });

  test('is told of nobody where it was given back at the same moment', async () => {
    const { store, held, take } = openClaims();
    const dead = await held('dead', NOW_MS);
    const vanishing: Store = {
      ...store,
      transact: async (writes, token) => {
        await giveBack(dead, store);
        return await store.transact(writes, token);
      },
    };
    expect(await take('me', NOW_MS + 5_000, vanishing)).toEqual({ kind: 'held', owner: '', untilMs: 0 });
  });
});
