import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { userKey, users } from '../../domain/users/user.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import { put } from '../../lib/store/store.ts';
import { rebuildTables } from '../../ops/rebuildUserViews.ts';
import { views } from '../../ops/views.ts';
import { runOps } from './runOps.ts';

let folder: string;

/** Three users of ours. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ops-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = sqliteStore({ file: localFiles(folder).store, tables: rebuildTables, now: Date.now });
  const at = '2026-11-21T08:00:00.000Z';
  const names = { username: 'zoe', email: 'zoe@example.com', status: 'active', locale: 'en' } as const;
  const rest = { version: 1, passwordHash: '$', createdAt: at, changedAt: at, fieldTimes: {}, listed: 'users-3' };
  await store.transact(
    ['1', '2', '3'].map((id) => put(users, { ...userKey(id), ...names, ...rest })),
    'three',
  );
  await store.close();
});

it('views rebuild users says what it did, in words or as JSON', async () => {
  const first = await runOps(['views', 'rebuild', 'users', '--state', folder]);
  expect(first).toMatchObject({ status: 0, stderr: '' });
  expect(first.stdout).toMatch(
    /^3 users in \d\.\d s: 3 views made anew, 0 were right, 0 stay as events made them\.\n$/,
  );
  const { stdout } = await runOps(['views', 'rebuild', 'users', '--json'], { STATE_DIR: folder });
  expect(JSON.parse(stdout)).toEqual({ users: 3, rebuilt: 0, right: 3, left: 0, ms: expect.any(Number) });
});

it.each([
  [[], 'Expected rebuild users, came nothing. See npm run ops -- views --help.\n'],
  [['rebuild', 'cards'], 'Expected rebuild users, came rebuild cards. See npm run ops -- views --help.\n'],
  [['rebuild', 'users', '--all'], "Unknown option '--all'. See npm run ops -- views --help.\n"],
])('views %j is refused', async (args, stderr) => {
  expect(await runOps(['views', ...args])).toEqual({ status: 1, stdout: '', stderr });
});

it('tells every two seconds how far it is', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  let isOver = false;
  const running = views.run(['rebuild', 'users', '--state', folder], () => undefined);
  const ended = running.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    vi.advanceTimersByTime(2_000);
    await setImmediate();
  }
  expect(await ended).toBe(0);
  expect(said.at(-1)).toMatch(/^\d users looked at, \d+ a second; \d views made anew; \d+ of 16 lists are through\n$/);
});
