import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { decideOutcome, type RetryPolicy } from '../../../lib/outcomes/verdict.ts';

const policy = (more: Partial<RetryPolicy> = {}): RetryPolicy => ({
  pausesMs: [1_000, 2_000],
  random: () => 0.5,
  budgetMs: () => 30_000,
  canGiveUp: true,
  ...more,
});
const throttled = (retryAfterMs?: number) => new Fault('THROTTLED', 'slow down', { retryAfterMs });
const failed = (retryAfterMs?: number) => new Fault('DEPENDENCY_FAILED', '503', { retryAfterMs });

describe('a record that was throttled', () => {
  it.each([
    [0, 7_000],
    [0.5, 7_875],
    [1, 8_750],
  ])('waits as told or a little longer (%d of 1), and it does not count as a try', (random, afterMs) => {
    const verdict = decideOutcome(throttled(7_000), 9, policy({ random: () => random }));
    expect(verdict).toEqual({ do: 'retry', afterMs, counts: false });
  });

  it('waits about a second where nothing is told', () => {
    const waits = [0, 0.5, 1].map((random) => decideOutcome(throttled(), 9, policy({ random: () => random })));
    expect(waits).toMatchObject([{ afterMs: 750 }, { afterMs: 1_000 }, { afterMs: 1_250 }]);
  });

  it('waits less than that where it is told so', () => {
    expect(decideOutcome(throttled(200), 1, policy({ random: () => 0 }))).toMatchObject({ afterMs: 200 });
  });

  it('goes back when the wait does not fit into the invocation', () => {
    const [fits, doesNot] = [7_001, 7_000].map((ms) =>
      decideOutcome(throttled(7_000), 1, policy({ random: () => 0, budgetMs: () => ms })),
    );
    expect([fits, doesNot]).toEqual([{ do: 'retry', afterMs: 7_000, counts: false }, { do: 'hand-back' }]);
  });
});

describe('a record whose failure may pass', () => {
  it('waits as told where that is longer than the pause, and no sooner than the pause', () => {
    const [longer, shorter] = [5_000, 10].map((ms) => decideOutcome(failed(ms), 1, policy({ random: () => 0.4 })));
    expect([longer, shorter]).toEqual([
      { do: 'retry', afterMs: 5_500, counts: true },
      { do: 'retry', afterMs: 950, counts: true },
    ]);
  });

  it.each([1, 2, 3])('goes back at its try %i while the breaker of what failed is open', (tries) => {
    const fault = failed();
    fault.isOutage = true;
    expect(decideOutcome(fault, tries, policy())).toEqual({ do: 'hand-back' });
  });

  it('is dead-lettered at its third try otherwise', () => {
    expect(decideOutcome(failed(), 3, policy())).toEqual({ do: 'dead-letter' });
  });
});

it.each(['SCHEMA_MISMATCH', 'REFUSED', 'ID_REUSED', 'DEPENDENCY_FAILED'] as const)(
  'goes back at the last try where there is no event to give up: %s',
  (code) => {
    const alone = policy({ canGiveUp: false });
    expect(decideOutcome(new Fault(code, 'in this test'), 3, alone)).toEqual({ do: 'hand-back' });
  },
);

it('goes back when the breaker refuses the call', () => {
  expect(decideOutcome(new Fault('BREAKER_OPEN', 'mail'), 3, policy())).toEqual({ do: 'hand-back' });
});
