import { expect, it } from 'vitest';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { every } from '../../lib/declare/schedule.ts';
import { publishes, relays, type Use } from '../../lib/declare/uses.ts';
import { relayWanted } from '../../lib/observability/signals.ts';
import { wakeRelays, whileAway } from '../../local/relays.ts';

it('wakes the jobs that relay, and no others, until it is ended', () => {
  const job = (name: string, use: Use) => ({
    config: jobConfig({ name, schedule: every(1), uses: [use], timeoutSeconds: 58 }),
    load: () => Promise.reject(new Error('nobody runs it here')),
  });
  const woken: string[] = [];
  const schedule = {
    wake: (name: string) => void woken.push(name),
    leave: () => undefined,
    stop: async () => undefined,
  };
  const end = wakeRelays([job('relayOutbox', relays([])), job('tidyUp', publishes())], schedule);
  relayWanted.publish({ function: 'users' });
  expect(woken).toEqual(['relayOutbox']);
  end();
  relayWanted.publish({ function: 'users' });
  expect(woken).toEqual(['relayOutbox']);
});

it('a relay runs again while Kafka is away, and until the breakers of the functions have closed', () => {
  let nowMs = 1_000;
  const isAgain = whileAway(15_000, () => nowMs);
  const done = { streams: 1, rows: 1, failed: 0, parked: 0, stopped: null };
  expect(isAgain(done)).toBe(false);
  expect(isAgain({ ...done, stopped: 'BROKER_UNAVAILABLE' })).toBe(true);
  nowMs += 15_000;
  expect(isAgain(done)).toBe(true);
  nowMs += 1;
  expect(isAgain(done)).toBe(false);
  expect(isAgain({ ...done, stopped: 'TIME_OVER' })).toBe(true);
  expect(whileAway(15_000, () => nowMs)(undefined)).toBe(false);
});
