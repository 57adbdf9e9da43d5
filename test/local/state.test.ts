import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimState, emptyState, kafkaOfState, noteKafka } from '../../local/state.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it('lets one stack at a time hold a folder, and names the holder to the other', () => {
  const folder = newFolder();
  const first = claimState(folder);
  expect(() => claimState(folder)).toThrow(
    `A stack runs on ${folder} already (process ${process.pid}): end it, or choose another folder with --state.`,
  );
  first.release();
  claimState(folder).release();
});

it('makes the folder when it is missing', () => {
  const folder = join(newFolder(), 'deep', 'down');
  const state = claimState(folder);
  expect(existsSync(folder)).toBe(true);
  state.release();
});

it('throws state in memory away', () => {
  const state = claimState('memory');
  expect(existsSync(state.folder)).toBe(true);
  state.release();
  expect(existsSync(state.folder)).toBe(false);
});

it('empties what the adapters keep and nothing else, and not under a running stack', () => {
  const folder = newFolder();
  for (const file of ['store.db', 'store.db-wal', 'broker.db', 'outside.db', 'mine.txt'])
    writeFileSync(join(folder, file), 'x');
  mkdirSync(join(folder, 'kafka', 'data'), { recursive: true });
  noteKafka(folder, '127.0.0.1:40093');
  const stack = claimState(folder);
  expect(() => emptyState(folder)).toThrow(/^A stack runs on /);
  stack.release();
  emptyState(folder);
  expect(readdirSync(folder).sort()).toEqual(['mine.txt', 'stack.lock', 'stack.pid']);
});

it('knows which Kafka its last stack ran on', () => {
  const folder = newFolder();
  expect(kafkaOfState(folder)).toBeNull();
  noteKafka(folder, '127.0.0.1:40093');
  expect(kafkaOfState(folder)).toBe('127.0.0.1:40093');
  noteKafka(folder, null);
  expect(kafkaOfState(folder)).toBeNull();
});

it('says what is wrong with a folder that can’t be made', () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  expect(() => claimState(join(file, 'below'))).toThrow(
    /^The state folder .* can't be made .*; choose another with --state\.$/,
  );
});
