import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { codeOf, fail, failing, givenBreaker, pending } from './givenBreaker.ts';

const succeeding = async () => 'done';
describe('a closed breaker', () => {
  it('hands on what the call answers, and what it throws', async () => {
    const { breaker } = givenBreaker();
    expect(await breaker.run(succeeding)).toBe('done');
    expect(await codeOf(breaker.run(failing('ADDRESS_REFUSED')))).toBe('ADDRESS_REFUSED');
    expect(breaker.refusal()).toBeNull();
  });

  it('opens at the third failure in a row', async () => {
    const { breaker, lines } = givenBreaker();
    await fail(breaker, 2);
    expect(breaker.refusal()).toBeNull();
    await fail(breaker, 1);
    expect(breaker.refusal()?.code).toBe('BREAKER_OPEN');
    const retryAt = '2026-11-21T08:00:10.000Z';
    const told = { level: 'warn', dependency: 'mail', failures: 3, retryAt, errorCode: 'DEPENDENCY_FAILED' };
    expect(lines).toMatchObject([{ message: 'breaker.opened', ...told }]);
  });

  it('counts anew after every success', async () => {
    const { breaker } = givenBreaker();
    await fail(breaker, 2);
    await breaker.run(succeeding);
    await fail(breaker, 2);
    expect(breaker.refusal()).toBeNull();
  });

  it('counts calls side by side, but calls that failed together once', async () => {
    const { breaker } = givenBreaker();
    const together = new Fault('BROKER_UNAVAILABLE', 'one send for all of them');
    const calls = Array.from({ length: 5 }, () => codeOf(breaker.run(() => Promise.reject(together))));
    await Promise.all(calls);
    expect(breaker.refusal()).toBeNull();
    await Promise.all([1, 2].map(() => codeOf(breaker.run(failing()))));
    expect(breaker.refusal()?.code).toBe('BREAKER_OPEN');
  });
});

describe('an open breaker', () => {
  it('makes no call, and says of whom, since when, until when and why', async () => {
    const { breaker, clock } = givenBreaker();
    await fail(breaker, 3);
    clock.nowMs += 9_999;
    const call = vi.fn(succeeding);
    await expect(breaker.run(call)).rejects.toMatchObject({
      code: 'BREAKER_OPEN',
      class: 'unavailable',
      message:
        'a dependency kept failing and is left alone for a while: mail, since 2026-11-21T08:00:00.000Z, tried again at 2026-11-21T08:00:10.000Z; 3 failures, the last: a service that we depend on failed, or broke off: 503',
      cause: expect.objectContaining({ code: 'DEPENDENCY_FAILED' }),
    });
    expect(call).not.toHaveBeenCalled();
  });

  it('lets one call through when it is time, and nobody waits for that one', async () => {
    const { breaker, clock } = givenBreaker();
    await fail(breaker, 3);
    clock.nowMs += 10_000;
    const probe = pending();
    const probed = breaker.run(probe.call);
    expect(await codeOf(breaker.run(succeeding))).toBe('BREAKER_OPEN');
    probe.resolve('done');
    await probed;
    expect(await codeOf(breaker.run(succeeding))).toBe('done');
  });

  it('closes with the success of its probe, and then counts from none', async () => {
    const { breaker, clock, lines } = givenBreaker();
    await fail(breaker, 3);
    clock.nowMs += 12_000;
    await breaker.run(succeeding);
    expect(lines.at(-1)).toMatchObject({
      level: 'info',
      message: 'breaker.closed',
      dependency: 'mail',
      openForMs: 12_000,
    });
    await fail(breaker, 2);
    expect(breaker.refusal()).toBeNull();
  });

  it('stays open as long again when its probe fails', async () => {
    const { breaker, clock, lines } = givenBreaker();
    await fail(breaker, 3);
    clock.nowMs += 10_000;
    await fail(breaker, 1);
    clock.nowMs += 9_999;
    expect(breaker.refusal()?.message).toContain('since 2026-11-21T08:00:00.000Z');
    clock.nowMs += 1;
    expect(breaker.refusal()).toBeNull();
    expect(lines.at(-1)).toMatchObject({ message: 'breaker.stays-open', failures: 4 });
  });

  it('does not wait for ever for a probe that never ends', async () => {
    const { breaker, clock } = givenBreaker();
    await fail(breaker, 3);
    clock.nowMs += 10_000;
    void breaker.run(pending().call);
    clock.nowMs += 10_000;
    expect(await codeOf(breaker.run(succeeding))).toBe('done');
    expect(breaker.refusal()).toBeNull();
  });

  it.each(['THROTTLED', 'ADDRESS_REFUSED', 'NOT_AUTHORISED'] as const)(
    'lets the next call probe when its probe ended with %s, which tells nothing',
    async (code) => {
      const { breaker, clock } = givenBreaker();
      await fail(breaker, 3);
      clock.nowMs += 10_000;
      await fail(breaker, 1, failing(code));
      expect(await codeOf(breaker.run(succeeding))).toBe('done');
    },
  );

  it('learns nothing from calls that were made before it opened', async () => {
    const { breaker, clock } = givenBreaker();
    const [early, other] = [pending(), pending()];
    const [earlyRun, otherRun] = [codeOf(breaker.run(early.call)), codeOf(breaker.run(other.call))];
    await fail(breaker, 3);
    clock.nowMs += 5_000;
    early.resolve('done');
    other.reject(new Fault('DEPENDENCY_FAILED', 'at last'));
    expect([await earlyRun, await otherRun]).toEqual(['done', 'DEPENDENCY_FAILED']);
    expect(breaker.refusal()?.code).toBe('BREAKER_OPEN');
    clock.nowMs += 5_000;
    expect(breaker.refusal()).toBeNull();
  });

  it('marks failures as those of the dependency, also of calls that were made before', async () => {
    const { breaker } = givenBreaker();
    const early = pending();
    const run = breaker.run(early.call);
    await expect(breaker.run(failing())).rejects.toMatchObject({ isOutage: false });
    await fail(breaker, 1);
    await expect(breaker.run(failing())).rejects.toMatchObject({ isOutage: true });
    early.reject(new Fault('TIMED_OUT', 'an old one'));
    await expect(run).rejects.toMatchObject({ code: 'TIMED_OUT', isOutage: true });
  });
});
