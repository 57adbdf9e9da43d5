/** Commands of the local stack as processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { environmentWith } from '../environment.ts';

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  /** Resolves with all of stdout once it holds a whole line. */
  firstLine: Promise<string>;
  ended: Promise<Ended>;
}

type Program = 'start' | 'replay' | 'demo';

export function startProgram(name: Program, args: readonly string[], variables = {}): Started {
  const main = join(import.meta.dirname, '../../local', name, 'main.ts');
  const env = { ...withoutKafka(), LOG_LEVEL: 'silent', ...variables };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const { promise: firstLine, resolve, reject } = Promise.withResolvers<string>();
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (stdout.includes('\n')) resolve(stdout);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([status]) => {
    reject(new Error(`${name} ended without a line: ${stderr}`));
    return { status: status as number | null, stdout, stderr };
  });
  firstLine.catch(() => undefined);
  return { child, firstLine, ended };
}

export async function runToEnd(name: Program, args: readonly string[], variables = {}): Promise<Ended> {
  return await startProgram(name, args, variables).ended;
}

/** The environment of these processes lacks the machine's own settings for Kafka. */
function withoutKafka(): NodeJS.ProcessEnv {
  const { KAFKA_BROKERS: _brokers, KAFKA_TOPICS: _topics, ...env } = environmentWith({});
  return env;
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
