import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { userSettings } from '../../domain/users/settings.ts';
import { users } from '../../domain/users/user.ts';
import { userKeys } from '../../domain/users/userKey.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import { putIfAbsent } from '../../lib/store/store.ts';
import { runOps } from './runOps.ts';

const at = '2026-11-21T08:00:00.000Z';
const seven = { pk: 'user#7', sk: '-' };
const eight = { pk: 'user#8', sk: '-' };

describe('ops users export', () => {
  let folder: string;

  /** User 7 is there; user 8 was deleted. */
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ops-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const store = sqliteStore({
      file: localFiles(folder).store,
      tables: [users, userKeys, userSettings],
      now: Date.now,
    });
    const zoe = { ...seven, version: 1, username: 'zoe', passwordHash: '$argon2id$zoe' };
    const items = [
      putIfAbsent(users, zoe as never),
      putIfAbsent(userKeys, { ...seven, salt: 'grains' }),
      putIfAbsent(userKeys, { ...eight, destroyedAt: at }),
      putIfAbsent(userSettings, { ...eight, version: 2, deletedAt: at } as never),
    ];
    expect(await store.transact(items, 'given')).toEqual([]);
    await store.close();
  });

  const ops = (...args: string[]) => runOps(['users', ...args, '--state', folder]);

  it('shows what is held, without password hash and salt', async () => {
    const { status, stdout } = await ops('export', '7');
    expect([status, stdout]).toEqual([
      0,
      'User 7\nusers: {"pk":"user#7","sk":"-","username":"zoe","version":1}\nuserKeys: {"pk":"user#7","sk":"-"}\n',
    ]);
  });

  it('shows of a deleted user since when, and what stands for them', async () => {
    const { status, stdout } = await ops('export', '8', '--json');
    expect([status, JSON.parse(stdout)]).toEqual([
      0,
      {
        user_id: '8',
        deleted_at: at,
        held: [
          { table: 'userKeys', item: { ...eight, destroyedAt: at } },
          { table: 'userSettings', item: { ...eight, version: 2, deletedAt: at } },
        ],
      },
    ]);
    expect((await ops('export', '8')).stdout.split('\n')[0]).toBe('User 8, deleted at 2026-11-21T08:00:00.000Z');
  });

  it.each([
    [['export', '9'], 'Nothing is held on a user 9.'],
    [['export'], 'Expected users export and one user id. See npm run ops -- users --help.'],
    [['export', '7', '8'], 'Expected users export and one user id. See npm run ops -- users --help.'],
    [['show', '7'], 'Expected users export and one user id. See npm run ops -- users --help.'],
  ])('says of %j what is wrong', async (args, sentence) => {
    expect(await ops(...args)).toEqual({ status: 1, stdout: '', stderr: `${sentence}\n` });
  });

  it('of a stage asks for the stage’s secret, and never goes by the one that everybody knows', async () => {
    const variables = { ADAPTERS: 'aws', TABLE_PREFIX: 'x-', BUCKET: 'x-bucket' };
    const { status, stderr } = await runOps(['users', 'export', '7'], variables);
    expect([status, stderr]).toEqual([1, expect.stringContaining('DIGEST_SECRET: needed, or DIGEST_SECRET_ARN')]);
  });
});
