import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findFunctions } from '../../../local/functions.ts';
import { checkFit } from '../../../local/replay/invocations.ts';
import { parseOptions } from '../../../local/replay/options.ts';
import { readJsonFile, recogniseEvent } from '../../../local/replay/savedEvent.ts';
import { newFolder, runToEnd } from '../programs.ts';

const functions = await findFunctions();

/** The complaint about a file that was saved for that function; FILE stands for its name. */
function complaint(name: string, text: string): string {
  const file = join(newFolder(), 'event.json');
  writeFileSync(file, text);
  const fn = functions.find(({ config }) => config.name === name);
  if (!fn) throw new Error(`expected a function ${name}`);
  try {
    checkFit(fn.config, recogniseEvent(readJsonFile(file), file), '');
    return 'nothing';
  } catch (error) {
    return (error as Error).message.replace(file, 'FILE');
  }
}

const json = JSON.stringify;
const mskRecord = { topic: 'user.events', partition: 0, offset: 1, timestamp: 1, headers: [], value: 'e30=' };
const msk = (record: object) =>
  json({ eventSource: 'aws:kafka', records: { 'user.events-0': [{ ...mskRecord, ...record }] } });
const http = { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET', path: '/' } } };
const record = { topic: 'user.events', value: {} };

describe('a file', () => {
  it.each([
    ['JSON that breaks off', '[\n  {"topic": "user.events",}\n]', 'FILE: line 2, column 27: expected JSON, came }'],
    ['an empty list', '[]', 'FILE: expected at least one record, came an empty list'],
    ['a record without topic', json([{ value: 1 }]), 'FILE: [0].topic: expected the name of a topic, came nothing'],
    [
      'a key that is no base64',
      json([record, { ...record, keyBase64: '*' }]),
      'FILE: [1].keyBase64: Invalid base64-encoded string',
    ],
    [
      'a wrong offset in an MSK event',
      msk({ offset: '1' }),
      'FILE: records["user.events-0"][0].offset: Invalid input: expected number, received string',
    ],
    [
      'a wrong key in an MSK event',
      msk({ key: 'ë' }),
      'FILE: records["user.events-0"][0].key: Invalid base64-encoded string',
    ],
    ['an MSK event without records', json({ records: {} }), 'FILE: records: expected at least one record, came none'],
    [
      'an HTTP event of another version',
      json({ ...http, version: '1.0' }),
      'FILE: version: Invalid input: expected "2.0"',
    ],
    [
      'an HTTP event',
      json(http),
      'sendWelcomeEmail is a consumer: it takes an MSK event or Kafka records, and the file holds an API Gateway event.',
    ],
    [
      'a foreign topic',
      json({ topic: 'payment.success', value: {} }),
      'sendWelcomeEmail does not read payment.success: it reads user.events, user-events, user_registered, notification-events.',
    ],
    ['what the function takes', json(record), 'nothing'],
  ])('with %s', (_what, text, sentence) => {
    expect(complaint('sendWelcomeEmail', text)).toBe(sentence);
  });

  it('with records is not for an HTTP function', () => {
    expect(complaint('users', json([record]))).toBe(
      'users is an HTTP function: it takes an API Gateway event (payload 2.0), and the file holds Kafka records.',
    );
  });

  it('that is not there', () => {
    expect(() => readJsonFile('nowhere.json')).toThrow('nowhere.json: there is no such file');
  });
});

it.each([
  [[], 'No function is named. Expected npm run replay -- <function> <event.json>; see --help.'],
  [
    ['users', 'a', 'b'],
    'One file at a time, also came b. Expected npm run replay -- <function> <event.json>; see --help.',
  ],
  [
    ['users', 'a', '--jsn'],
    "Unknown option '--jsn'. Did you mean --json? Expected npm run replay -- <function> <event.json>; see --help.",
  ],
  [['users', 'a', '--mode', 'queue'], '--mode queue is not known: expected on-demand or provisioned.'],
])('says what is wrong with the arguments %j', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(sentence);
});

it.each(['on-demand', 'provisioned'])('takes --mode %s', (mode) => {
  expect(parseOptions(['users', 'a', '--mode', mode])).toMatchObject({ mode });
});

it('ends with status 1 and one sentence, which lists the functions when the name is wrong', async () => {
  const { status, stdout, stderr } = await runToEnd('replay', ['sendWelcome', 'event.json', '--json']);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(
    /^There is no function sendWelcome; there are .*\bsendWelcomeEmail\b.*\busers\b.*\. Did you mean sendWelcomeEmail\?\n$/,
  );
});

it('names no file for a function that needs one', async () => {
  const { status, stderr } = await runToEnd('replay', ['users', '--state', newFolder()]);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'No event file is named. Expected npm run replay -- <function> <event.json>; see --help.\n',
  });
});
