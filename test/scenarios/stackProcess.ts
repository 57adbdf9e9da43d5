/** The local stack as a process of its own, to be asked over HTTP and to be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { environmentWith } from '../environment.ts';
import { localTokens } from '../fixtures/tokens.ts';

export interface StackProcess {
  api: string;
  console: string;
  /** `embedded`, or where Kafka listens. */
  kafka: string;
  /** Headers of a caller who may do everything. */
  admin: { authorization: string };
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

export interface RecordView {
  topic: string;
  key: string | null;
  value: Record<string, unknown>;
  headers: [string, string][];
}

/** A state folder that outlives every process of the test. */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `more` are options, or variables. */
export async function startStackProcess(
  state: string,
  ...more: (string | Record<string, string>)[]
): Promise<StackProcess> {
  const options = more.filter((one) => typeof one === 'string');
  const variables = Object.assign({}, ...more.filter((one) => typeof one === 'object'));
  const main = join(import.meta.dirname, '../../local/start/main.ts');
  const args = [main, '--state', state, '--api-port', '0', '--console-port', '0', ...options];
  const env = environmentWith({ LOG_LEVEL: 'silent', COUNTRY_HEADER: 'cloudfront-viewer-country', ...variables });
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await readyLine(child);
  const [, api, console, kafka] = /^ready api=(\S+) console=(\S+) kafka=(\S+)$/.exec(line) ?? [];
  if (!api || !console || !kafka) throw new Error(`expected the ready line, came ${line}`);
  const token = await localTokens({ folder: state, now: Date.now }).mint({ id: 'tester', roles: ['admin'] });
  const admin = { authorization: `Bearer ${token}` };
  return { api, console, kafka, admin, kill: (signal) => end(child, signal) };
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export async function get<T>(url: string, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return (await response.json()) as T;
}

export async function recordsOn(stack: StackProcess, topic: string): Promise<RecordView[]> {
  return await get(`${stack.console}/api/topics/${topic}/records?limit=10000`);
}

/** Every group has read its topic to the end, and nothing new came of it for a moment. */
export async function settled(stack: Pick<StackProcess, 'console'>, limitMs: number): Promise<void> {
  const endsAt = Date.now() + limitMs;
  for (let calm = 0; calm < 3; ) {
    if (Date.now() > endsAt) throw new Error(`the consumers were not done after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const groups = await get<{ lag: number }[]>(`${stack.console}/api/groups`);
    calm = groups.every(({ lag }) => lag === 0) ? calm + 1 : 0;
  }
}

async function readyLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error('the stack ended before it was ready');
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code] = await ended;
  return code as number | null;
}
