import { describe, expect, it, vi } from 'vitest';
import { passwordLimits } from '../../domain/users/passwordLimits.ts';
import { registrationLimits } from '../../functions/http/users/limits.ts';
import { readSettings } from '../../lib/settings/environment.ts';
import { attachedTopics, useEmulatedAws, useLocalEnvironment } from '../../local/environment.ts';

it('fills up what is missing, and never overrules the user', () => {
  for (const name of ['ADAPTERS', 'DIGEST_SECRET', 'LOG_FORMAT', 'LOG_LEVEL']) vi.stubEnv(name, undefined);
  vi.stubEnv('STATE_DIR', '/mine');
  vi.stubEnv('STAGE', 'mine');
  useLocalEnvironment({ LOG_LEVEL: 'warn', STAGE: 'yours' });
  const { settings } = readSettings();
  expect(settings).toMatchObject({
    ADAPTERS: 'local',
    STATE_DIR: '/mine',
    LOG_LEVEL: 'warn',
    STAGE: 'mine',
  });
});

it('throttles neither registrations nor log-ins, unless it is asked to', () => {
  for (const name of ['REGISTER_PER_ADDRESS', 'LOGIN_PER_ADDRESS']) vi.stubEnv(name, undefined);
  vi.stubEnv('REGISTER_PER_ACCOUNT', '5/60');
  vi.stubEnv('LOGIN_PER_ACCOUNT', '3/60');
  useLocalEnvironment();
  expect(readSettings(registrationLimits.extend(passwordLimits.shape)).own).toEqual({
    REGISTER_PER_ADDRESS: 'off',
    REGISTER_PER_ACCOUNT: '5/60',
    LOGIN_PER_ADDRESS: 'off',
    LOGIN_PER_ACCOUNT: '3/60',
  });
});

it.each([
  [undefined, null],
  [' , ', null],
  ['user.events, user-events,', new Set(['user.events', 'user-events'])],
])('attaches triggers to the topics in %j', (names, topics) => {
  vi.stubEnv('KAFKA_TOPICS', names);
  expect(attachedTopics()).toEqual(topics);
});

describe('an emulator of AWS', () => {
  const names = ['ADAPTERS', 'TABLE_PREFIX', 'BUCKET', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  const services = ['DYNAMODB', 'S3', 'SESV2'].map((service) => `AWS_ENDPOINT_URL_${service}`);
  const adaptersWith = (variables: Record<string, string>, address?: string) => {
    for (const name of [...names, ...services, 'AWS_ENDPOINT_URL']) vi.stubEnv(name, undefined);
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    useEmulatedAws(address);
    useLocalEnvironment();
    return readSettings().settings;
  };
  const somewhere = 'http://127.0.0.1:4566';

  it('is used where an address is given, or the SDK finds one for every service', () => {
    const emulated = { ADAPTERS: 'emulator', TABLE_PREFIX: 'local-', BUCKET: 'event-functions-local' };
    expect(adaptersWith({}, somewhere)).toMatchObject(emulated);
    expect(adaptersWith({ AWS_ENDPOINT_URL: somewhere })).toMatchObject(emulated);
    expect(adaptersWith(Object.fromEntries(services.map((name) => [name, somewhere])))).toMatchObject(emulated);
    expect(adaptersWith({ AWS_ENDPOINT_URL: somewhere, TABLE_PREFIX: 'mine-' })).toMatchObject({
      TABLE_PREFIX: 'mine-',
    });
  });

  it('is not used where some service would be left to AWS itself', () => {
    expect(adaptersWith({})).toMatchObject({ ADAPTERS: 'local' });
    expect(adaptersWith({ AWS_ENDPOINT_URL_S3: somewhere })).toMatchObject({ ADAPTERS: 'local' });
  });
});
