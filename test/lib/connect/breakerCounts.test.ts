import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { codeOf, fail, failing, givenBreaker, pending } from './givenBreaker.ts';

describe('what a breaker counts', () => {
  it.each(['TIMED_OUT', 'UNKNOWN', 'DEPENDENCY_FAILED', 'DEPENDENCY_UNAVAILABLE', 'BROKER_UNAVAILABLE'] as const)(
    'is %s, which speaks of the dependency',
    async (code) => {
      const { breaker } = givenBreaker();
      await fail(breaker, 3, failing(code));
      expect(breaker.refusal()?.code).toBe('BREAKER_OPEN');
    },
  );

  it.each([
    'THROTTLED',
    'ADDRESS_REFUSED',
    'RECORD_TOO_LARGE',
    'ID_REUSED',
    'PROGRAMMER_ERROR',
    'NOT_AUTHORISED',
    'UNKNOWN_TOPIC',
    'TOPIC_UNAVAILABLE',
    'CLOCK_REFUSED',
  ] as const)('is not %s, which speaks of us, or of the message', async (code) => {
    const { breaker } = givenBreaker();
    await fail(breaker, 10, failing(code));
    expect(breaker.refusal()).toBeNull();
  });

  it('is not a bug of ours', async () => {
    const { breaker } = givenBreaker();
    await fail(breaker, 10, () => Promise.reject(new TypeError('x is not a function')));
    expect(breaker.refusal()).toBeNull();
  });
});

describe('a call that is cut off', () => {
  const cutOff = async ({ breaker, clock }: ReturnType<typeof givenBreaker>, afterMs: number, reason: unknown) => {
    const limit = new AbortController();
    const { call, reject } = pending();
    const run = codeOf(breaker.run(call, AbortSignal.any([limit.signal])));
    clock.nowMs += afterMs;
    limit.abort(reason);
    reject(new Fault('TIMED_OUT', 'cut off'));
    await run;
  };
  const timeLimit = new DOMException('the operation timed out', 'TimeoutError');
  const anotherLimit = () => new DOMException('the operation timed out', 'TimeoutError');

  it('by its time limit counts', async () => {
    const given = givenBreaker();
    for (let time = 0; time < 3; time += 1) await cutOff(given, 2_000, anotherLimit());
    expect(given.breaker.refusal()?.code).toBe('BREAKER_OPEN');
  });

  it('counts once, however many are cut off by the same time limit', async () => {
    const { breaker, clock } = givenBreaker();
    const limit = new AbortController();
    const calls = Array.from({ length: 10 }, pending);
    const runs = calls.map(({ call }) => codeOf(breaker.run(call, AbortSignal.any([limit.signal]))));
    clock.nowMs += 2_000;
    limit.abort(timeLimit);
    for (const { reject } of calls) reject(new Fault('TIMED_OUT', 'cut off'));
    await Promise.all(runs);
    await fail(breaker, 1);
    expect(breaker.refusal()).toBeNull();
    await fail(breaker, 1);
    expect(breaker.refusal()?.code).toBe('BREAKER_OPEN');
  });

  it('because our invocation ends does not', async () => {
    const given = givenBreaker();
    for (let time = 0; time < 10; time += 1) await cutOff(given, 2_000, undefined);
    expect(given.breaker.refusal()).toBeNull();
  });

  it('before it had a chance does not', async () => {
    const given = givenBreaker();
    for (let time = 0; time < 10; time += 1) await cutOff(given, 249, anotherLimit());
    expect(given.breaker.refusal()).toBeNull();
  });

  it('before it was made does not', async () => {
    const { breaker } = givenBreaker();
    for (let time = 0; time < 10; time += 1)
      await codeOf(breaker.run(failing('TIMED_OUT'), AbortSignal.abort(timeLimit)));
    expect(breaker.refusal()).toBeNull();
  });

  it('gives the reason that a real time limit gives', async () => {
    const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(1)]);
    await vi.waitFor(() => expect(signal.aborted).toBe(true));
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });
});
