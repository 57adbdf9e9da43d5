import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '../../../local/new/make.ts';
import { parseOptions } from '../../../local/new/options.ts';
import { findComments } from '../../check/comments.ts';
import { findFolderCycles } from '../../check/folderCycles.ts';
import { findWrongImports } from '../../check/importDirection.ts';
import { readSources } from '../../check/sources.ts';
import { findUntidiness } from '../../check/tidy.ts';
import { environmentWith } from '../../environment.ts';

const root = join(import.meta.dirname, '../../..');
const limit = { timeout: 600_000 };
let copy: string;

/** The project without what it makes of itself; what it depends on is shared. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'new-'));
  const left = new Set(['node_modules', '.git', '.local', '.serverless', 'bench']);
  cpSync(root, copy, { recursive: true, filter: (path) => !left.has(relative(root, path)) });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function run(...args: string[]): SpawnSyncReturns<string> {
  const env = environmentWith({ NO_COLOR: '1' });
  return spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env });
}

function runNew(...args: string[]) {
  const { status, stdout, stderr } = run('local/new/main.ts', ...args);
  return { status, said: stdout || stderr };
}

describe('npm run new', () => {
  const made: string[] = [];

  it.each([
    [['consumer', 'countRefusals', '--event', 'payment.failed'], 'functions/consumers/countRefusals/config.ts'],
    [['delivery', 'sendHello'], 'functions/consumers/sendHello/sendHello.ts'],
    [['collector', 'sumLogins', '--event', 'user.logged_in'], 'events/msk/sumLogins.json'],
    [['job', 'restAlerts'], 'functions/jobs/restAlerts/restAlerts.ts'],
    [['http', 'reports'], 'test/functions/reports.test.ts'],
    [['event', 'card.was_blocked'], 'events/samples/card.was_blocked.json'],
  ])('writes %j', limit, (args, file) => {
    const { status, said } = runNew(...args);
    expect({ status, said }).toMatchObject({ status: 0 });
    expect(said).toContain(`wrote ${file}`);
    made.push(...said.split('\n').flatMap((line) => /^wrote (.+)$/.exec(line)?.[1] ?? []));
  });

  it('leaves nothing that must be filled in', () => {
    const left = made.filter((file) => /template|todo|fixme/i.test(readFileSync(join(copy, file), 'utf8')));
    expect(left).toEqual([]);
    expect(made).toHaveLength(29);
  });

  it.each([
    [['consumer', 'countRefusals'], 'functions/consumers/countRefusals is there: choose another name.'],
    [['job', 'sendHello'], 'functions/consumers/sendHello is there: choose another name.'],
    [['event', 'user.registered'], 'There is an event user.registered: choose another name.'],
    [['event', 'card.was.blocked'], 'test/events/expected/cardWasBlocked.ts is there: choose another name.'],
    [['consumer', 'countRows', '--event', 'row.added'], 'There is no event row.added in events/: npm run new -- event'],
    [['consumer', 'refunds'], 'The name of a consumer is a verb and a noun in camel case, such as countRefunds; came'],
    [['delivery', '../../etc'], 'The name of a delivery is'],
    [['http', 'Reports'], 'The name of an HTTP function is the plural of a resource in small letters, such as refunds'],
    [
      ['event', 'blocked'],
      'The name of an event is a subject, a dot and a verb in the past tense, such as card.blocked',
    ],
    [['job', `close${'A'.repeat(40)}`], 'has 45 characters: expected at most 40.'],
    [
      ['queue', 'sendHello'],
      'There is no kind queue: expected one of consumer, delivery, collector, job, http, event.',
    ],
    [['delivery', 'sendBye', '--event', 'user.deleted'], '--event is for a consumer or a collector.'],
    [['consumer'], 'No name is given. Expected npm run new -- <kind> NAME; see --help.'],
    [['consumer', 'countA', 'countB'], 'One name at a time, also came countB.'],
    [[], 'No kind is named'],
  ])('refuses %j with a sentence', async (args, sentence) => {
    const making = async () => {
      const options = parseOptions(args);
      return options === 'help' ? options : await make(options, copy);
    };
    await expect(making()).rejects.toThrow(sentence);
  });

  it('ends with the sentence alone, and status 1', limit, () => {
    expect(runNew('job', 'sendHello')).toEqual({
      status: 1,
      said: 'functions/consumers/sendHello is there: choose another name.\n',
    });
  });

  it('shows its help, and does nothing else', limit, () => {
    const { status, said } = runNew('consumer', 'countNothing', '--help');
    expect(status).toBe(0);
    expect(said).toContain('npm run new -- consumer countRefunds --event payment.failed');
    expect(existsSync(join(copy, 'functions/consumers/countNothing'))).toBe(false);
  });

  it('makes what the compiler, the linter and the checks of the project pass', limit, () => {
    const types = run('node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false');
    expect(types.stdout).toBe('');
    const code = made.filter((file) => file.endsWith('.ts') || file.endsWith('.json'));
    const lint = spawnSync('node_modules/.bin/biome', ['ci', '--error-on-warnings', ...code], {
      cwd: copy,
      encoding: 'utf8',
    });
    expect({ status: lint.status, said: lint.stderr }).toMatchObject({ status: 0 });
    const sources = readSources(copy);
    const found = [findWrongImports, findFolderCycles, findUntidiness, findComments].flatMap((find) => find(sources));
    expect(found).toEqual([]);
  });

  it('makes tests that pass, and breaks none of those that look over everything', limit, () => {
    const tests = made.filter((file) => file.endsWith('.test.ts'));
    const all = ['test/events/complete.test.ts', 'test/events/samples.test.ts', 'test/domain/personalData.test.ts'];
    const { status, stdout } = run('node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=1', ...tests, ...all);
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain('Test Files  9 passed');
  });

  it('makes functions that a replay runs', limit, () => {
    const replayed = ['countRefusals', 'sendHello', 'sumLogins'].map((name) => {
      const batch = `events/msk/${name}.json`;
      const { status, stdout } = run('local/replay/main.ts', name, batch, '--json', '--state', 'memory');
      return [status, JSON.parse(stdout).records.map(({ outcome }: { outcome: string }) => outcome)];
    });
    expect(replayed).toEqual([
      [0, ['handled']],
      [0, ['handled']],
      [0, ['handled']],
    ]);
    const job = run('local/replay/main.ts', 'restAlerts', '--json', '--state', 'memory');
    expect(JSON.parse(job.stdout)).toMatchObject({ response: { found: 0, isComplete: true } });
  });
});
