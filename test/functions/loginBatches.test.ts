import { expect, it } from 'vitest';
import { config as counting } from '../../functions/consumers/countRegistration/config.ts';
import { countLogin, countRegistration } from '../../functions/consumers/countRegistration/countRegistration.ts';
import { config as detecting } from '../../functions/consumers/detectUnusualLogin/config.ts';
import { detectUnusualLogin } from '../../functions/consumers/detectUnusualLogin/detectUnusualLogin.ts';
import { config as keeping } from '../../functions/consumers/recordBehaviour/config.ts';
import { recordBehaviour } from '../../functions/consumers/recordBehaviour/recordBehaviour.ts';
import { config as recording } from '../../functions/consumers/recordLogin/config.ts';
import { recordLogin } from '../../functions/consumers/recordLogin/recordLogin.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import { batchRecords } from '../events/sampleRecords.ts';
import { openPlatform, type Platform } from '../fixtures/platform.ts';

/** The outcome of each record, in the order of partitions and offsets: how it ended, or why it did not. */
async function endings(platform: Platform, handler: Parameters<Platform['invoke']>[0], batch: string) {
  const { reports } = await platform.invoke(handler, batchRecords(batch));
  return reports.map(({ outcome, errorCode }) => (outcome === 'dead-letter' ? errorCode : outcome));
}

it.each([
  [
    recording,
    (open: OpenEngine) => consumer(recording, { 'user.logged_in': recordLogin, login: recordLogin }, { open }),
    // Nothing is recorded of the second, a login of nobody, and the third, another action than a login.
    [
      'handled',
      'ignored',
      'ignored',
      'handled',
      'duplicate',
      'UNSAFE_INTEGER',
      'BAD_TIMESTAMP',
      'NOT_JSON',
      'NO_VALUE',
    ],
    ['SCHEMA_MISMATCH'],
  ],
  [
    detecting,
    (open: OpenEngine) => consumer(detecting, { 'user.logged_in': detectUnusualLogin }, { open }),
    ['handled', 'handled', 'ignored', 'handled', 'handled', 'duplicate', 'ignored', 'SCHEMA_MISMATCH'],
    ['UNKNOWN_VERSION', 'NO_VALUE'],
  ],
  [
    counting,
    (open: OpenEngine) =>
      consumer(counting, { 'user.registered': countRegistration, 'user.logged_in': countLogin }, { open }),
    ['handled', 'duplicate', 'ignored', 'handled', 'BAD_TIMESTAMP', 'UNSAFE_INTEGER', 'handled'],
    ['NOT_AN_OBJECT', 'NO_VALUE'],
  ],
  [
    keeping,
    (open: OpenEngine) => consumer(keeping, { 'user-behavior': recordBehaviour }, { open }),
    ['handled', 'handled', 'handled', 'handled', 'handled', 'ignored', 'UNSAFE_INTEGER', 'NO_EVENT_TYPE'],
    ['SCHEMA_MISMATCH', 'NOT_JSON', 'NO_VALUE'],
  ],
])('the batch for $name ends as it must, and comes again without any effect', async (config, handlerOf, some, more) => {
  const platform = await openPlatform([config]);
  const handler = handlerOf(platform.open());
  const ends = [...some, ...more];
  expect(await endings(platform, handler, config.name)).toEqual(ends);
  const letters = await platform.onTopic('dead-letter-queue');
  expect(letters).toHaveLength(ends.filter((end) => end === end.toUpperCase()).length);
  expect(await endings(platform, handler, config.name)).toEqual(
    ends.map((end) => (end === 'ignored' ? 'ignored' : 'duplicate')),
  );
  expect(await platform.onTopic('dead-letter-queue')).toHaveLength(letters.length);
});
