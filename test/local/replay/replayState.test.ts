import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder, runToEnd, startProgram } from '../programs.ts';
import { registered, replayJson } from './givenReplay.ts';

it('works beside a running stack, but does not empty its state', async () => {
  const state = newFolder();
  const stack = startProgram('start', ['--state', state, '--api-port', '0', '--console-port', '0']);
  await stack.firstLine;
  const beside = await replayJson(state, 'sendWelcomeEmail', registered);
  expect(beside.records[0]?.outcome).toBe('handled');
  const { status, stderr } = await runToEnd('replay', ['sendWelcomeEmail', registered, '--fresh', '--state', state]);
  expect([status, stderr]).toEqual([
    1,
    expect.stringMatching(
      /^A stack runs on .* already \(process \d+\): end it, or choose another folder with --state\.\n$/,
    ),
  ]);
});

it('hands everything back, with exit status 4, when the state can not be opened', async () => {
  const state = newFolder();
  mkdirSync(join(state, 'store.db'));
  const { status, stderr, response, records } = await replayJson(state, 'sendWelcomeEmail', registered);
  expect([status, response]).toEqual([4, null]);
  expect(records).toMatchObject([{ partition: 1, offset: 0, eventId: null, outcome: 'handed-back', attempts: 0 }]);
  expect(stderr).toMatch(
    /^\{.*"message":"invocation\.failed".*\}\nsendWelcomeEmail failed: our own store does not answer: .*\n$/,
  );
});
