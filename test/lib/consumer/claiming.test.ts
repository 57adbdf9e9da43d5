import { describe, expect, test } from 'vitest';
import { giveBack } from '../../../lib/consumer/claims.ts';
import { marks } from '../../../lib/consumer/marks.ts';
import { putIfAbsent, type Store } from '../../../lib/store/store.ts';
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
