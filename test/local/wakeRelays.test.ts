import { expect, it } from 'vitest';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { every } from '../../lib/declare/schedule.ts';
import { publishes, relays, type Use } from '../../lib/declare/uses.ts';
import { relayWanted } from '../../lib/observability/signals.ts';
import { wakeRelays } from '../../local/attach.ts';

it('wakes the jobs that relay, and no others, until it is ended', () => {
  const job = (name: string, use: Use) => ({
    config: jobConfig({ name, schedule: every(1), uses: [use], timeoutSeconds: 58 }),
    load: () => Promise.reject(new Error('nobody runs it here')),
  });
  const woken: string[] = [];
  const schedule = { wake: (name: string) => void woken.push(name), stop: async () => undefined };
  const end = wakeRelays([job('relayOutbox', relays([])), job('tidyUp', publishes())], schedule);
  relayWanted.publish({ function: 'users' });
  expect(woken).toEqual(['relayOutbox']);
  end();
  relayWanted.publish({ function: 'users' });
  expect(woken).toEqual(['relayOutbox']);
});
