import { describe, expect, it } from 'vitest';
import { newFolder, runToEnd } from '../programs.ts';
import { fileOf, registered } from './givenReplay.ts';

const user = 'user#373476556801234';
const run = (given: unknown, ...more: string[]) =>
  runToEnd('replay', ['initialiseUserSettings', registered, '--given', fileOf(given), ...more]);

describe('--given', () => {
  it('puts its items into a throw-away state before the function runs', async () => {
    const there = await run({ userSettings: [{ pk: user, sk: '-', language: 'fr' }] });
    expect(there).toMatchObject({ status: 0, stdout: expect.stringContaining('duplicate') });
    const none = await run({ userSettings: [] });
    expect(none).toMatchObject({ status: 0, stdout: expect.stringContaining('handled') });
  });

  it('empties a folder with --fresh only, and says so', async () => {
    const state = newFolder();
    const items = { userSettings: [{ pk: user, sk: '-' }] };
    const kept = await run(items, '--state', state);
    expect(kept.status).toBe(1);
    expect(kept.stderr).toContain('--given puts items into a fresh state: with --state DIR it needs --fresh.');
    const fresh = await run(items, '--state', state, '--fresh');
    expect(fresh).toMatchObject({ status: 0, stdout: expect.stringContaining('duplicate') });
    expect(fresh.stderr).toContain(`--fresh emptied ${state}`);
  });

  it.each([
    ['no object', [], 'expected {"<table>": [items]}, came no object'],
    [
      'a table that the function does not use',
      { userSetings: [] },
      'uses marks, progress, outbox, userSettings. Did you mean userSettings?',
    ],
    ['no list', { userSettings: {} }, 'userSettings: expected a list of items'],
    ['a null', { userSettings: [null] }, 'userSettings[0]: expected an item, an object with pk and sk'],
    ['an item without its sort key', { userSettings: [{ pk: '1' }] }, 'userSettings[0]: sk: expected a text'],
    [
      'an empty key',
      {
        userSettings: [
          { pk: '1', sk: '-' },
          { pk: '', sk: '-' },
        ],
      },
      'userSettings[1]: ',
    ],
  ])('refuses %s, and says where', async (_, given, sentence) => {
    const { status, stdout, stderr } = await run(given);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(sentence);
  });
});
