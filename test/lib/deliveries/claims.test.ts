import { describe, expect, test } from 'vitest';
import { complete, giveBack, lapsed, refused, startSending, tryStep } from '../../../lib/deliveries/claims.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { putIfAbsent, remove, type Store } from '../../../lib/store/store.ts';
import { marks } from '../../../lib/tables/marks.ts';
import { claimed, key, NOW_MS, openClaims } from './givenClaims.ts';

describe('what a claim leaves behind', () => {
  test('when it is made, when it is sending, and when it is completed', async () => {
    const { store, mark, held } = openClaims();
    const mine = await held('me', NOW_MS);
    expect(await mark()).toEqual(claimed);
    await startSending(mine, 10_000, store, NOW_MS + 1_000);
    const at = '2026-11-24T08:00:01.000Z';
    expect(await mark()).toEqual({ ...claimed, state: 'sending', at, leaseUntilMs: NOW_MS + 16_000 });
    await complete(mine, store, NOW_MS + 2_000);
    const { leaseUntilMs: _, ...rest } = claimed;
    expect(await mark()).toEqual({ ...rest, state: 'completed', at: '2026-11-24T08:00:02.000Z' });
  });

  test('when it was certainly not sent: nothing', async () => {
    const { store, mark, held } = openClaims();
    await giveBack(await held('me', NOW_MS), store);
    expect(await mark()).toBeUndefined();
  });

  test('when its record failed: free at once for a later one, and whose it was no longer counts', async () => {
    const { store, mark, held, take } = openClaims();
    const mine = await held('me', NOW_MS);
    expect(await store.transact([lapsed(mine, NOW_MS + 1_000)], 't')).toEqual([]);
    const { claimedMs: _, ...rest } = claimed;
    expect(await mark()).toEqual({ ...rest, at: '2026-11-24T08:00:01.000Z', leaseUntilMs: NOW_MS + 1_000 });
    await expect(complete(mine, store, NOW_MS)).rejects.toMatchObject({ code: 'CLAIM_LOST' });
    expect(await take('you', NOW_MS + 1_000)).toMatchObject({ kind: 'claimed', claim: { outcomeUnknown: false } });
  });

  test('when it was refused: for ever, with the reason', async () => {
    const { store, mark, held, take } = openClaims();
    const mine = await held('me', NOW_MS);
    expect(await store.transact([refused(mine, new Fault('ADDRESS_REFUSED', 'no'), NOW_MS)], 't')).toEqual([]);
    const { leaseUntilMs: _, ...rest } = claimed;
    const why = { state: 'refused', errorClass: 'permanent', errorCode: 'ADDRESS_REFUSED' };
    expect(await mark()).toEqual({ ...rest, ...why });
    expect(await take('you', NOW_MS + 60_000)).toMatchObject({ kind: 'settled', mark: why });
  });

  test('when its owner takes it up again: a new lease, and earlier steps count no more', async () => {
    const { store, mark, held } = openClaims();
    const earlier = await held('me', NOW_MS);
    await held('me', NOW_MS + 3_000);
    const renewed = { at: '2026-11-24T08:00:03.000Z', claimedMs: NOW_MS + 3_000, leaseUntilMs: NOW_MS + 8_000 };
    expect(await mark()).toEqual({ ...claimed, ...renewed });
    await expect(startSending(earlier, 1_000, store, NOW_MS)).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  });

  test('when another takes it over after it may have been sent: that nobody knows', async () => {
    const { store, mark, held } = openClaims();
    await startSending(await held('dead', NOW_MS), 1_000, store, NOW_MS);
    const mine = await held('me', NOW_MS + 6_000);
    expect(mine.outcomeUnknown).toBe(true);
    const over = { at: '2026-11-24T08:00:06.000Z', claimedMs: NOW_MS + 6_000, leaseUntilMs: NOW_MS + 11_000 };
    expect(await mark()).toEqual({ ...claimed, ...over, state: 'sending', outcomeUnknown: true });
    await startSending(mine, 1_000, store, NOW_MS + 6_000);
    expect(await mark()).not.toHaveProperty('outcomeUnknown');
  });
});

describe('a step', () => {
  test('that meets another write in flight is tried again, four times more', async () => {
    const { store } = openClaims();
    let conflicts = 4;
    const busy: Store = {
      ...store,
      writeEach: async (writes) => (conflicts-- > 0 ? [{ kind: 'conflict' }] : await store.writeEach(writes)),
    };
    expect(await tryStep(putIfAbsent(marks, { ...claimed, state: 'claimed' }), busy)).toBe('done');
    expect(await tryStep(remove(key, { equals: { owner: 'you' } }), store)).toMatchObject({ found: { owner: 'me' } });
  });

  test('has the fault of the store, and says who holds a claim that is lost', async () => {
    const { store, held } = openClaims();
    const fault = new Fault('STORE_UNAVAILABLE', 'in this test');
    const down: Store = { ...store, writeEach: async () => [{ kind: 'fault', fault }] };
    const mine = await held('me', NOW_MS);
    await expect(complete(mine, down, NOW_MS)).rejects.toBe(fault);
    await giveBack(mine, store);
    await expect(complete(mine, store, NOW_MS)).rejects.toMatchObject({ code: 'CLAIM_LOST' });
  });
});
