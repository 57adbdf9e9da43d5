/** The state folder of a stack: one stack at a time works on it, several processes may share what is in it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { localFiles } from '../lib/connect/connect.ts';
import { UsageError } from './usageError.ts';

export interface StateFolder {
  folder: string;
  /** Throw-away state goes with it. */
  release(): void;
}

/** `memory` is a folder of its own that is thrown away at the end. Several processes may share any other. */
export function openState(state: string): StateFolder {
  if (state !== 'memory') return { folder: createFolder(resolve(state)), release: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'event-functions-'));
  return { folder, release: () => rmSync(folder, { recursive: true, force: true }) };
}

/** For a stack: UsageError while another one holds it. */
export function claimState(state: string): StateFolder {
  const { folder, release } = openState(state);
  const lock = holdLock(folder);
  return {
    folder,
    release() {
      lock.close();
      release();
    },
  };
}

/** A state folder holds these. */
export const KEPT_IN_STATE = 'tables, topics of the embedded broker, objects and e-mails';

/** Removes what the local adapters keep, and nothing else. UsageError while a stack runs on it. */
export function emptyState(state: string): void {
  const { folder, release } = claimState(state);
  const { objects, ...files } = localFiles(folder);
  for (const file of Object.values(files)) {
    for (const part of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${part}`, { force: true });
  }
  rmSync(objects, { recursive: true, force: true });
  rmSync(kafkaFolder(folder), { recursive: true, force: true });
  rmSync(ministackFolder(folder), { recursive: true, force: true });
  rmSync(brokerFile(folder), { force: true });
  release();
}

/** Where a Kafka that the stack starts keeps its data. */
export function kafkaFolder(folder: string): string {
  return join(folder, 'kafka');
}

/** Where an emulator of AWS that the stack starts keeps its state. */
export function ministackFolder(folder: string): string {
  return join(folder, 'ministack');
}

/** The broker of the last stack on this folder, for commands that work beside it: null is the embedded one. */
export function kafkaOfState(folder: string): string | null {
  const file = brokerFile(folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

export function noteKafka(folder: string, address: string | null): void {
  if (address === null) rmSync(brokerFile(folder), { force: true });
  else writeFileSync(brokerFile(folder), address);
}

function brokerFile(folder: string): string {
  return join(folder, 'kafka.address');
}

function createFolder(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw new UsageError(
      `The state folder ${folder} can't be made (${(error as Error).message}); choose another with --state.`,
    );
  }
}

/**
 * The lock is SQLite's on an empty file: the system gives it back when its process ends, however it ends, so none is
 * ever left over. The file beside it only tells people who holds it.
 */
function holdLock(folder: string): DatabaseSync {
  const pidFile = join(folder, 'stack.pid');
  const lock = new DatabaseSync(join(folder, 'stack.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error))
      throw new UsageError(
        `${join(folder, 'stack.lock')} is no lock of ours: remove it, or choose another folder with --state.`,
      );
    const holder = existsSync(pidFile) ? `process ${readFileSync(pidFile, 'utf8')}` : 'another process';
    throw new UsageError(
      `A stack runs on ${folder} already (${holder}): end it, or choose another folder with --state.`,
    );
  }
  writeFileSync(pidFile, String(process.pid));
  return lock;
}

/** SQLITE_BUSY (https://sqlite.org/rescode.html#busy). */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
