import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { actions } from '../../../functions/http/users/actions.ts';
import { config as users } from '../../../functions/http/users/config.ts';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import { answer } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { toProblem } from '../../../lib/http/problem.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { call } from '../../fixtures/gateway.ts';
import { openHttpApi } from '../../fixtures/httpApi.ts';
import { openPlatform } from '../../fixtures/platform.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const config = httpConfig({
  name: 'slow',
  routes: [
    { method: 'GET', path: '/slow', action: 'show', summary: 'Slow.', access: 'open', answers: { 200: z.unknown() } },
  ],
  uses: [],
});

describe('an overloaded function', () => {
  test('answers 503 with Retry-After before Lambda ends it', async () => {
    const platform = await openPlatform([config]);
    const find = () => new Promise<never>(() => undefined);
    const handler = api(config, { show: { find } }, platform.open());
    const startedMs = performance.now();
    const { status, headers, body } = await call(handler, { method: 'GET', path: '/slow', remainingMs: 700 });
    expect(performance.now() - startedMs).toBeLessThan(690);
    expect([status, headers['retry-after'], body['code']]).toEqual([503, '1', 'UNAVAILABLE']);
    const failed = platform.lines.filter(({ message }) => message === 'request.failed');
    expect(failed).toMatchObject([{ errorCode: 'TIMED_OUT' }]);
  });

  test.each<[ErrorCode, number | undefined, number, number | undefined]>([
    ['THROTTLED', undefined, 503, 1],
    ['THROTTLED', 2_100, 503, 3],
    ['THROTTLED', 86_400_000, 503, 60],
    ['STORE_CONTENDED', undefined, 503, 1],
    ['STORE_UNAVAILABLE', undefined, 503, 1],
    ['TIMED_OUT', undefined, 503, 1],
    ['DEPENDENCY_FAILED', undefined, 503, 1],
    ['NOT_AUTHORISED', undefined, 503, 1],
    ['UNKNOWN', undefined, 500, undefined],
    ['PROGRAMMER_ERROR', undefined, 500, undefined],
    ['UNDECLARED', undefined, 500, undefined],
    ['HANDLERS_INVALID', undefined, 500, undefined],
    ['SETTINGS_INVALID', undefined, 500, undefined],
  ])('answers %s that asks to wait %s ms with %i', (code, retryAfterMs, status, retryAfterSeconds) => {
    const problem = toProblem(new Fault(code, 'somewhere at 10.0.0.1', { retryAfterMs }));
    expect([problem.status, problem.retryAfterSeconds]).toEqual([status, retryAfterSeconds]);
    expect(problem.detail).not.toContain('10.0.0.1');
  });
});

describe('a store that can be read and not written', () => {
  const refuse = async () => {
    throw new Fault('NOT_AUTHORISED', 'arn:aws:dynamodb:…:table/secret-name');
  };

  test('is named by /health and by every route that writes', async () => {
    const { ask, platform } = await openHttpApi({}, ({ store }) => ({ store: { ...store, transact: refuse } }));
    const person = { username: 'jane', email: 'jane@example.com', password: 'password123' };
    for (const answered of [await ask('/health'), await ask('/api/v1/users/register', { body: person })]) {
      expect([answered.status, answered.headers.get('retry-after'), answered.body['errors']]).toEqual([
        503,
        '1',
        [{ path: 'store', message: 'can not be written' }],
      ]);
      expect(answered.text).not.toContain('secret-name');
    }
    const failed = platform.lines.filter(({ message }) => message === 'request.failed');
    expect(failed.map(({ errorCode }) => errorCode)).toEqual(['NOT_AUTHORISED', 'NOT_AUTHORISED']);
  });

  test('/health leaves nothing behind where it can', async () => {
    const { ask, written } = await openHttpApi();
    expect([(await ask('/health')).body, written]).toEqual([{ status: 'ok' }, []]);
  });
});

describe('a setting that can not be read', () => {
  async function asked(environment: Record<string, string | undefined>) {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const lines: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    const body = { username: 'jane', email: 'jane@example.com', password: 'password123' };
    const answered = await call(api(users, actions), { path: '/api/v1/users/register', body });
    return { ...answered, lines };
  }
  const settings = { ADAPTERS: 'local', DIGEST_SECRET: 'a secret of at least thirty-two characters' };

  test.each([
    ['DIGEST_SECRET', { ...settings, DIGEST_SECRET: undefined }],
    ['LOG_LEVEL', { ...settings, LOG_LEVEL: 'loud' }],
    ['REGISTER_PER_ADDRESS', { ...settings, REGISTER_PER_ADDRESS: 'many' }],
    ['BUCKET', { ...settings, ADAPTERS: 'aws', TABLE_PREFIX: 'shop-', BUCKET: undefined }],
  ])('%s is a 500 with a code of its own, and one log line that names it', async (name, environment) => {
    const { status, body, text, lines } = await asked(environment);
    expect([status, body['code']]).toEqual([500, 'SETTINGS_INVALID']);
    expect(text).not.toContain(name);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({
        level: 'error',
        message: 'request.failed',
        function: 'users',
        errorCode: 'SETTINGS_INVALID',
        error: expect.stringContaining(name),
      }),
    ]);
  });
});

test('a consumer whose settings can not be read throws, and says in one log line which', async () => {
  for (const [name, value] of Object.entries({ ADAPTERS: 'local', DIGEST_SECRET: 'short' })) vi.stubEnv(name, value);
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const handler = lambda({ name: 'countOrders', uses: [] }, async () => 'done');
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 10_000 } as Context;
  await expect(handler({}, context)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ function: 'countOrders', error: expect.stringContaining('DIGEST_SECRET') }),
  ]);
});

describe('words among the settings', () => {
  const given = { ADAPTERS: 'local', DIGEST_SECRET: 'a secret of at least thirty-two characters' };

  test.each([
    ['LOG_LEVEL', 'DEBUG', 'debug'],
    ['LOG_LEVEL', ' Warn ', 'warn'],
    ['LOG_FORMAT', 'JSON', 'json'],
    ['ADAPTERS', 'AWS', 'aws'],
    ['KAFKA_AUTH', 'SCRAM', 'scram'],
    ['PUBLISH_BY', 'Relay', 'relay'],
    ['SHADOW', 'True', true],
  ])('%s is read as %j, whatever its case', (name, text, expected) => {
    expect(parseSettings({ ...given, [name]: text }).settings).toHaveProperty(name, expected);
  });

  test.each([
    ['LOG_LEVEL', 'verbose'],
    ['SHADOW', 'yes'],
    ['ADAPTERS', ''],
  ])('%s refuses %j by name', (name, text) => {
    expect(() => parseSettings({ ...given, [name]: text })).toThrow(name);
  });
});

test('an answer that comes in time is not held up', async () => {
  const platform = await openPlatform([config]);
  const handler = api(config, { show: { find: async () => answer(200, {}) } }, platform.open());
  expect((await call(handler, { method: 'GET', path: '/slow', remainingMs: 700 })).status).toBe(200);
});
