import { describe, expect, onTestFinished, test } from 'vitest';
import { type Claiming, claim } from '../../../lib/deliveries/claiming.ts';
import { complete, giveBack, lapsed, refused, startSending } from '../../../lib/deliveries/claims.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { ref, type SingleWrite, type Store } from '../../../lib/store/store.ts';
import { failureKey, markRef, marks } from '../../../lib/tables/marks.ts';
import { recordOf } from '../../fixtures/records.ts';

const NOW_MS = Date.parse('2026-11-24T08:00:00Z');
const key = markRef('mail', 'k');
const wanted = {
  ref: key,
  base: { eventId: 'e', expiresAt: 2_000_000_000 },
  failure: ref(marks, failureKey('mail', recordOf({ value: 'x' }))),
};

/** A store whose single writes can come once more, as those of a try that the client gave up waiting for. */
function opened() {
  const store = sqliteStore({ file: ':memory:', tables: [marks], now: () => NOW_MS });
  onTestFinished(() => store.close());
  const sent: SingleWrite[] = [];
  const remembering: Store = {
    ...store,
    writeEach: async (writes) => {
      sent.push(...writes);
      return await store.writeEach(writes);
    },
  };
  const state = async () => (await store.read([key]))[0]?.['state'];
  const late = async (write: SingleWrite | undefined) => (write ? await store.writeEach([write]) : []);
  const take = async (owner: string, nowMs: number) => {
    const claiming = await claim({ ...wanted, owner }, remembering, nowMs);
    return { claiming, held: claimOf(claiming) };
  };
  return { store: remembering, sent, state, late, take };
}

function claimOf(claiming: Claiming) {
  if (claiming.kind !== 'claimed') throw new Error(`expected a claim, is ${claiming.kind}`);
  return claiming.claim;
}

describe('a step that comes a second time, late,', () => {
  test('does not undo that it was sent', async () => {
    const { store, sent, state, late, take } = opened();
    const { held } = await take('me', NOW_MS);
    await startSending(held, 1_000, store, NOW_MS);
    await complete(held, store, NOW_MS);
    await late(sent[1]);
    expect(await state()).toBe('completed');
  });

  test.each([
    ['what is free for the next record', lapsed, 'claimed'],
    [
      'what was refused for ever',
      (held: Parameters<typeof lapsed>[0], nowMs: number) => refused(held, new Fault('REFUSED', 'no'), nowMs),
      'refused',
    ],
  ])('does not take up again %s', async (_, settle, left) => {
    const { store, sent, state, late, take } = opened();
    const { held } = await take('me', NOW_MS);
    await startSending(held, 1_000, store, NOW_MS);
    expect(await store.transact([settle(held, NOW_MS)], 'settled')).toEqual([]);
    await late(sent[1]);
    expect(await state()).toBe(left);
  });

  test('does not give back the next claim of the same owner', async () => {
    const { store, sent, state, late, take } = opened();
    const { held } = await take('me', NOW_MS);
    await giveBack(held, store);
    const { held: next } = await take('me', NOW_MS + 1);
    await startSending(next, 1_000, store, NOW_MS + 1);
    await late(sent[1]);
    expect(await state()).toBe('sending');
  });

  test('does not claim what is claimed by then, and leaves no more than a lease behind where nothing is', async () => {
    const { store, sent, state, late, take } = opened();
    const { held } = await take('me', NOW_MS);
    await giveBack(held, store);
    await late(sent[0]);
    expect(await claim({ ...wanted, owner: 'you' }, store, NOW_MS + 4_999)).toMatchObject({
      kind: 'held',
      owner: 'me',
    });
    const { held: yours } = await take('you', NOW_MS + 5_000);
    await late(sent[0]);
    await complete(yours, store, NOW_MS);
    expect(await state()).toBe('completed');
  });
});

test('a claim whose owner renewed it meanwhile is not taken over', async () => {
  const { store, take } = opened();
  await take('me', NOW_MS);
  const renewing: Store = {
    ...store,
    transact: async (writes, token) => {
      await take('me', NOW_MS + 6_000);
      return await store.transact(writes, token);
    },
  };
  const claiming = await claim({ ...wanted, owner: 'you' }, renewing, NOW_MS + 5_001);
  expect(claiming).toMatchObject({ kind: 'held', owner: 'me', untilMs: NOW_MS + 11_000 });
});

test('an unknown outcome stays known when the answer to taking over was lost, until it is sent again', async () => {
  const { store, take } = opened();
  const { held: dead } = await take('dead', NOW_MS);
  await startSending(dead, 1_000, store, NOW_MS);
  const losing: Store = {
    ...store,
    transact: async (writes, token) => {
      expect(await store.transact(writes, token)).toEqual([]);
      throw new Fault('THROTTLED', 'at the second try, the first one was done');
    },
  };
  const lost = claim({ ...wanted, owner: 'me' }, losing, NOW_MS + 6_001);
  await expect(lost).rejects.toMatchObject({ code: 'THROTTLED' });
  const { held } = await take('me', NOW_MS + 7_000);
  expect(held.outcomeUnknown).toBe(true);
  await startSending(held, 1_000, store, NOW_MS + 7_000);
  expect((await take('me', NOW_MS + 8_000)).held.outcomeUnknown).toBe(false);
});

test('a step that meets other writes in flight five times is contended', async () => {
  const { store } = opened();
  const busy: Store = { ...store, writeEach: async (writes) => writes.map(() => ({ kind: 'conflict' })) };
  await expect(claim({ ...wanted, owner: 'me' }, busy, NOW_MS)).rejects.toMatchObject({ code: 'STORE_CONTENDED' });
});
