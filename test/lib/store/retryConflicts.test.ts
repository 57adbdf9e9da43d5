import { describe, expect, it } from 'vitest';
import { growingPause, OVERTAKEN, retryConflicts } from '../../../lib/store/retryConflicts.ts';
import { defineTable, put, unchangedSince } from '../../../lib/store/store.ts';

/** Pauses as they were asked for, with a random number that is always 0.5. */
function givenPauses(limits?: { stepMs?: number; longestMs?: number }) {
  const pauses: number[] = [];
  const sleep = async (ms: number) => void pauses.push(ms);
  return { pauses, pause: growingPause({ random: () => 0.5, sleep }, limits) };
}

describe('retrying after conflicts', () => {
  it('answers what the first attempt answers that nobody overtook, and pauses after those before it', async () => {
    const { pauses, pause } = givenPauses();
    const outcome = await retryConflicts(async (attempt) => (attempt < 4 ? OVERTAKEN : attempt), {
      attempts: 5,
      pause,
    });
    expect([outcome, pauses]).toEqual([4, [10, 20, 30]]);
  });

  it('tells that every attempt was overtaken, after a pause behind the last one', async () => {
    const { pauses, pause } = givenPauses({ stepMs: 40, longestMs: 100 });
    const made: number[] = [];
    const attempt = async (n: number) => {
      made.push(n);
      return OVERTAKEN;
    };
    expect(await retryConflicts(attempt, { attempts: 4, pause })).toBe(OVERTAKEN);
    expect([made, pauses]).toEqual([
      [1, 2, 3, 4],
      [20, 40, 50, 50],
    ]);
  });

  it('makes the first attempt whatever the time, and no further one when the time is over', async () => {
    let made = 0;
    const attempt = async () => {
      made += 1;
      return OVERTAKEN;
    };
    const retries = { attempts: Number.POSITIVE_INFINITY, mayRetry: () => false };
    expect([await retryConflicts(attempt, retries), made]).toEqual([OVERTAKEN, 1]);
  });

  it('takes undefined for an answer like any other, and throws what an attempt throws', async () => {
    expect(await retryConflicts(async () => undefined, { attempts: 3 })).toBeUndefined();
    const failing = retryConflicts(async () => Promise.reject(new Error('the store is down')), { attempts: 3 });
    await expect(failing).rejects.toThrow('the store is down');
  });
});

describe('a write that holds while the item is as it was found', () => {
  const things = defineTable<{ pk: string; sk: string; version: number; stamp: string }>({ name: 'things' });
  const item = { pk: 'a', sk: '-', version: 3, stamp: 'x' };

  it.each([
    ['absent', undefined, { absent: true }],
    ['there', item, { equals: { version: 3, stamp: 'x' } }],
  ] as const)('%s', (_, found, when) => {
    const write = put(things, { ...item, version: 4 }, unchangedSince(found, 'version', 'stamp'));
    expect(write.when).toEqual(when);
  });
});
