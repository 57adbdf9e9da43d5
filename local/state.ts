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
  return throwAway(mkdtempSync(join(tmpdir(), 'event-functions-')));
}

export interface ClaimedState extends StateFolder {
  /** The start succeeded: until then, a folder that was not there before goes again. */
  keep(): void;
}

/** For a stack: UsageError while another one holds it. */
export function claimState(state: string): ClaimedState {
  const wasThere = existsSync(resolve(state));
  const { folder, release } = openState(state);
  const lock = holdLock(folder);
  const made = wasThere || state === 'memory' ? undefined : throwAway(folder);
  let isKept = false;
  return {
    folder,
    keep() {
      isKept = true;
      made?.keep();
    },
    release() {
      lock.close();
      if (!isKept) made?.release();
      release();
    },
  };
}

/** It goes with the process, however that ends, unless it is released before or kept. */
function throwAway(folder: string): ClaimedState {
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const keep = () => void process.off('exit', remove);
  process.once('exit', remove);
  return {
    folder,
    keep,
    release() {
      keep();
      remove();
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
  for (const note of [brokerFile(folder), brokerNote(folder)]) rmSync(note, { force: true });
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

/** Names the broker that the state is of. */
export function brokerNote(folder: string): string {
  return join(folder, 'broker.name');
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
