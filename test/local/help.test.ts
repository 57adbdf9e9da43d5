import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../ops/commands.ts';
import { environmentWith } from '../environment.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
/** These hand their arguments to another program. */
const handedOn = ['test', 'test:fast', 'test:localstack', 'format'];
const root = join(import.meta.dirname, '../..');

function npmRun(args: readonly string[], cwd = root) {
  const given = ['run', '-s', '--prefix', root, ...args];
  const { status, stdout, stderr } = spawnSync('npm', given, { cwd, encoding: 'utf8', env: environmentWith({}) });
  return { status, stdout, stderr };
}

describe('--help', () => {
  it.each(Object.keys(scripts).filter((name) => !handedOn.includes(name)))(
    'of npm run %s is all that it does',
    (name) => {
      const { status, stdout, stderr } = npmRun([name, '--', '--help']);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toContain(`npm ${name === 'start' ? '' : 'run '}${name}`);
    },
  );

  it.each(Object.keys(commands))('of ops %s, whatever else is asked', (name) => {
    const { status, stdout, stderr } = npmRun(['ops', '--', name, 'apply', '--all', '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^npm run -s ops -- ${name}`));
  });
});

describe('a path on the command line', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'stands-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };

  it('is relative to where the user stands', () => {
    const stands = folder();
    const event = { topic: 'user.events', key: '1', value: '{broken' };
    writeFileSync(join(stands, 'mine.json'), JSON.stringify(event));
    const replayed = npmRun(['replay', '--', 'recordLogin', 'mine.json', '--state', 'memory', '--json'], stands);
    expect(replayed).toMatchObject({ status: 3, stdout: expect.stringContaining('"NOT_JSON"') });
    const made = npmRun(['events', '--', 'batch', 'mine.json', '--out', 'batch.json'], stands);
    expect(made).toMatchObject({ status: 0 });
    expect(JSON.parse(readFileSync(join(stands, 'batch.json'), 'utf8'))).toMatchObject({ eventSource: 'aws:kafka' });
  });

  it('is one of the project where the user has none of that name, as the guides name its samples', () => {
    const sample = 'events/samples/user.registered.json';
    const replayed = npmRun(['replay', '--', 'recordLogin', sample, '--state', 'memory'], folder());
    expect(replayed).toMatchObject({ status: 0, stdout: expect.stringContaining('ignored') });
  });
});
