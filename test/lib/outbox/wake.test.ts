import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { drainSoon } from '../../../lib/outbox/drainSoon.ts';
import { relayWaker } from '../../../lib/outbox/wake.ts';
import { openOutbox } from './givenOutbox.ts';

describe('waking the relay', () => {
  it('is one call a minute, for all processes together', async () => {
    const { drainConnections } = openOutbox();
    let nowMs = Date.parse('2026-11-21T08:00:00Z');
    let calls = 0;
    const call = async () => {
      calls += 1;
    };
    const processes = Array.from({ length: 5 }, () => relayWaker(drainConnections.store, call, () => nowMs));
    const wakeAll = () => Promise.all(processes.map((wake) => wake()));
    await wakeAll();
    await wakeAll();
    expect(calls).toBe(1);
    nowMs += 59_999;
    await wakeAll();
    expect(calls).toBe(1);
    nowMs += 60_001;
    await wakeAll();
    expect(calls).toBe(2);
  });

  it('fails no request: what goes wrong is logged, and what takes long is left alone', async () => {
    const given = openOutbox();
    given.behave(async () => {
      throw new Fault('BROKER_UNAVAILABLE', 'down');
    });
    const stored = await given.store('user#1', 1, 'v1');
    for (const wakeRelay of [
      () => Promise.reject(new Error('no such function')),
      () => new Promise<void>(() => undefined),
    ]) {
      const startedAt = Date.now();
      await drainSoon([stored], { ...given.drainConnections, wakeRelay }, 2_000);
      expect(Date.now() - startedAt).toBeLessThan(800);
    }
    expect(given.lines.filter(({ message }) => message === 'relay.not-woken')).toHaveLength(2);
  });
});
