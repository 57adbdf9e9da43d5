import { expect, it, vi } from 'vitest';
import { registrationLimits } from '../../functions/http/users/limits.ts';
import { readSettings } from '../../lib/settings/environment.ts';
import { attachedTopics, useLocalEnvironment } from '../../local/environment.ts';

it('fills up what is missing, and never overrules the user', () => {
  for (const name of ['ADAPTERS', 'DIGEST_SECRET', 'LOG_FORMAT', 'LOG_LEVEL']) vi.stubEnv(name, undefined);
  vi.stubEnv('STATE_DIR', '/mine');
  vi.stubEnv('MAIL_FROM', 'me@example.com');
  useLocalEnvironment({ LOG_LEVEL: 'warn', MAIL_FROM: 'you@example.com' });
  const { settings } = readSettings();
  expect(settings).toMatchObject({
    ADAPTERS: 'local',
    STATE_DIR: '/mine',
    LOG_LEVEL: 'warn',
    MAIL_FROM: 'me@example.com',
  });
});

it('does not throttle registrations, unless it is asked to', () => {
  vi.stubEnv('REGISTER_PER_ADDRESS', undefined);
  vi.stubEnv('REGISTER_PER_ACCOUNT', '5/60');
  useLocalEnvironment();
  expect(readSettings(registrationLimits).own).toEqual({ REGISTER_PER_ADDRESS: 'off', REGISTER_PER_ACCOUNT: '5/60' });
});

it.each([
  [undefined, null],
  [' , ', null],
  ['user.events, user-events,', new Set(['user.events', 'user-events'])],
])('attaches triggers to the topics in %j', (names, topics) => {
  vi.stubEnv('KAFKA_TOPICS', names);
  expect(attachedTopics()).toEqual(topics);
});
