import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newFolder, runToEnd } from '../programs.ts';
import { fileOf, registered, replayJson, samples } from './givenReplay.ts';

describe('a replayed record', () => {
  it('sends one e-mail in the first process, and is a duplicate in the second', async () => {
    const state = newFolder();
    const first = await replayJson(state, 'sendWelcomeEmail', registered);
    expect(first).toEqual({
      status: 0,
      stderr: '',
      function: 'sendWelcomeEmail',
      response: null,
      records: [
        {
          topic: 'user.events',
          partition: 1,
          offset: 0,
          key: '373476556801234',
          eventId: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11',
          type: 'user.registered',
          outcome: 'handled',
          attempts: 1,
          durationMs: expect.any(Number),
        },
      ],
      effects: {
        emails: [
          {
            to: ['zoe@example.com'],
            subject: 'Welcome!',
            text: expect.stringContaining('Your account is ready.'),
            html: expect.stringContaining('Your account is ready.'),
            key: expect.any(String),
            function: 'sendWelcomeEmail',
            sentAt: expect.any(String),
          },
        ],
        sms: [],
        movements: [],
        webhooks: [],
        published: [],
        deadLetters: [],
      },
    });
    const second = await replayJson(state, 'sendWelcomeEmail', registered);
    expect(second.records[0]).toMatchObject({ outcome: 'duplicate', attempts: 0 });
    expect(second.effects['emails']).toEqual([]);
    const fresh = await replayJson(state, 'sendWelcomeEmail', registered, '--fresh');
    expect(fresh.records[0]?.outcome).toBe('handled');
  });

  it('that can not be read ends as a dead letter with its bytes, and exit status 3', async () => {
    const record = { topic: 'user.events', keyBase64: '/w==', headers: [['h', 'ë']], valueBase64: 'AP8=' };
    const replayed = await replayJson('memory', 'sendWelcomeEmail', fileOf(record));
    expect(replayed.status).toBe(3);
    expect(replayed.records).toMatchObject([
      { eventId: null, type: null, outcome: 'dead-letter', attempts: 1, errorClass: 'poison', errorCode: 'NOT_JSON' },
    ]);
    const [letter] = replayed.effects.deadLetters;
    expect(letter).toMatchObject({ topic: 'dead-letter-queue', keyBase64: '/w==', valueBase64: 'AP8=' });
    expect(letter?.headers).toContainEqual(['h', 'ë']);
    expect(replayed.effects.published).toEqual([]);
  });
});

describe('a file', () => {
  it('of several topics is one invocation each, in order of appearance', async () => {
    const records = ['user_registered', 'user.events', 'user_registered'].map((topic, at) => ({
      topic,
      value: { email: `p${at}@example.com` },
    }));
    const replayed = await replayJson('memory', 'sendWelcomeEmail', fileOf(records));
    expect(replayed.response).toEqual([null, null]);
    const places = replayed.records.map(({ topic, partition, offset }) => [topic, partition, offset]);
    expect(places).toEqual([
      ['user_registered', 0, 0],
      ['user_registered', 0, 2],
      ['user.events', 0, 1],
    ]);
  });

  it('may be a whole MSK event, whose coordinates are kept', async () => {
    const replayed = await replayJson('memory', 'archiveDeadLetters', join(samples, 'msk/archiveDeadLetters.json'));
    expect(replayed.status).toBe(0);
    expect(replayed.records.length).toBeGreaterThan(0);
    expect(replayed.records.every(({ outcome }) => outcome === 'handled')).toBe(true);
  });

  it('may be an API Gateway event', async () => {
    const http = { method: 'POST', path: '/register', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' };
    const event = {
      version: '2.0',
      routeKey: 'POST /register',
      rawPath: '/register',
      rawQueryString: '',
      headers: { 'content-type': 'application/json' },
      requestContext: { http, requestId: '1', routeKey: 'POST /register', stage: '$default' },
      body: '{"username":"jane","email":"jane@example.com","password":"password123"}',
      isBase64Encoded: false,
    };
    const replayed = await replayJson('memory', 'users', fileOf(event));
    expect(replayed).toMatchObject({ status: 0, response: { statusCode: 201 }, records: [] });
    const topics = replayed.effects.published.map(({ topic }) => topic);
    expect(topics.sort()).toEqual(['notification-events', 'user-events', 'user.events', 'user_registered']);
  });
});

it('prints a summary for people', async () => {
  const { stdout } = await runToEnd('replay', ['sendWelcomeEmail', registered, '--state', 'memory']);
  expect(stdout).toMatch(
    /^sendWelcomeEmail\n {2}user\.events-1@0 {2}user\.registered 0b8f5c3e\S+ {2}handled {2}\(\S+ ms\)\n {2}e-mail to zoe@example\.com: Welcome!\n$/,
  );
});

it('runs a job without a file, and says what came of it', async () => {
  const { status, stdout } = await runToEnd('replay', ['relayOutbox', '--json', '--state', newFolder()]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    function: 'relayOutbox',
    response: { streams: 0, rows: 0, failed: 0, parked: 0, stopped: null },
    records: [],
  });
});
