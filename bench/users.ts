/** User events through every consumer that reads them, and whether the views then are what a plain fold makes of the events. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { topics } from '../events/allTopics.ts';
import { machineClock } from '../lib/clock/clock.ts';
import { localFiles } from '../lib/connect/connect.ts';
import { openEmbeddedBroker } from '../local/broker/embedded.ts';
import { toTopicSettings } from '../local/cluster.ts';
import { freePort } from '../local/freePort.ts';
import { environmentWith } from '../test/environment.ts';
import { localTokens } from '../test/fixtures/tokens.ts';
import { startDynoxide } from '../test/real/dynamodb.ts';
import { startMinistack } from '../test/real/ministack/ministack.ts';
import { startProcess } from '../test/real/startedProcess.ts';
import type { Benchmark } from './benchmark.ts';
import { type Expected, type History, historyOf, RECORDS_PER_USER } from './userHistories.ts';

interface Place {
  store: string;
  records: number;
  args: readonly string[];
  env: Record<string, string>;
}

interface Stack {
  api: string;
  console: string;
  headers: Record<string, string>;
}

/**
 * `recordsPerSecond` of the topics; each is handled by several consumers, and what these publish by others again:
 * `handlingsPerSecond`. The whole stack is one process. `viewsUnlikeTheFold` must be 0.
 */
export const users: Benchmark = async () => {
  const sqlite = await measure({ store: 'SQLite', records: 100_000, args: [], env: {} });
  await using parts = new AsyncDisposableStack();
  const [dynamo, aws] = [await startDynoxide(), await startMinistack()];
  for (const part of [dynamo, aws]) parts.defer(part.stop);
  const env = { AWS_ENDPOINT_URL_DYNAMODB: dynamo.address };
  return [sqlite, await measure({ store: 'dynoxide', records: 10_000, args: ['--aws', aws.address], env })];
};

async function measure({ store, records, args, env }: Place) {
  await using parts = new AsyncDisposableStack();
  const state = await mkdtemp(join(tmpdir(), 'bench-users-'));
  parts.defer(() => rm(state, { recursive: true, force: true }));
  const histories = Array.from({ length: records / RECORDS_PER_USER }, (_, n) => historyOf(n));
  await fill(state, histories);
  const stack = await startStack(state, { args, env }, parts);
  const { seconds, handlings, slowest } = await drained(stack);
  return {
    store,
    records,
    seconds: Math.round(seconds * 10) / 10,
    recordsPerSecond: Math.round(records / seconds),
    handlingsPerSecond: Math.round(handlings / seconds),
    slowest,
    viewsUnlikeTheFold: await countUnlike(histories, stack),
  };
}

/** Everything stands on the topics before the first consumer reads; users mixed, each one's records in order. */
async function fill(state: string, histories: readonly History[]): Promise<void> {
  const broker = openEmbeddedBroker({ file: localFiles(state).broker, now: machineClock });
  await broker.createTopics(topics.map(toTopicSettings));
  for (let at = 0; at < histories.length; at += 1_000) {
    const some = histories.slice(at, at + 1_000);
    for (let step = 0; step < RECORDS_PER_USER; step += 1) {
      await broker.publish(some.flatMap(({ records }) => records.slice(step, step + 1)));
    }
  }
  await broker.close();
}

async function startStack(state: string, { args, env }: Pick<Place, 'args' | 'env'>, parts: AsyncDisposableStack) {
  const [api, console] = [await freePort(), await freePort()];
  const main = join(import.meta.dirname, '../local/start/main.ts');
  const ports = ['--api-port', String(api), '--console-port', String(console)];
  const stop = await startProcess({
    command: process.execPath,
    args: [main, '--state', state, ...ports, ...args],
    env: environmentWith({ LOG_LEVEL: 'silent', ...env }),
    ready: /^ready /m,
  });
  parts.defer(stop);
  const token = await localTokens({ folder: state, now: machineClock }).mint({ id: 'bench', roles: ['admin'] });
  const headers = { authorization: `Bearer ${token}` };
  return { api: `http://127.0.0.1:${api}`, console: `http://127.0.0.1:${console}`, headers };
}

interface Group {
  group: string;
  end: number;
  committed: number;
  lag: number;
}

/** Until every group has read its topic to the end, and nothing new came of it. */
async function drained({ console: url }: Stack) {
  const startedMs = performance.now();
  const busyUntil = new Map<string, number>();
  for (let calm = 0; calm < 3; ) {
    await wait(100);
    const groups = (await (await fetch(`${url}/api/groups`)).json()) as Group[];
    const behind = groups.filter(({ lag }) => lag > 0);
    for (const { group } of behind) busyUntil.set(group, performance.now());
    calm = behind.length === 0 ? calm + 1 : 0;
    if (calm === 3) {
      const [slowest = 'none', endedMs = startedMs] = [...busyUntil].sort(([, a], [, b]) => b - a)[0] ?? [];
      const handlings = groups.reduce((sum, { end }) => sum + end, 0);
      return { seconds: (endedMs - startedMs) / 1_000, handlings, slowest };
    }
  }
  throw new Error('the groups are gone');
}

async function countUnlike(histories: readonly History[], { api, headers }: Stack): Promise<number> {
  let unlike = 0;
  for (const { userId, expected } of histories) {
    const response = await fetch(`${api}/api/v1/users/${userId}`, { headers });
    const shown = response.ok ? toExpected((await response.json()) as Record<string, unknown>) : null;
    if (JSON.stringify(shown) !== JSON.stringify(expected)) unlike += 1;
  }
  return unlike;
}

function toExpected({ version, username, email, last_login_at: lastLoginAt }: Record<string, unknown>): Expected {
  return { version, username, email, lastLoginAt } as Expected;
}
