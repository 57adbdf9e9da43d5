/** How long `npm start` takes to be ready, from the shell's point of view. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';

const RUNS = 5;
const anyPorts = ['--api-port', '0', '--console-port', '0'];

/** The first start makes every topic and table, and on Kafka formats its log; later ones find them. Artefacts are fetched before. */
const brokers = {
  embedded: { args: ['--broker', 'embedded'], limitMs: 2_000 },
  kafka: { args: ['--broker', 'kafka', '--kafka-port', '0'], limitMs: 8_000 },
};

export const start: Benchmark = async () => {
  const rows = [];
  for (const [broker, { args, limitMs }] of Object.entries(brokers)) {
    await timeToReady(args, 'memory');
    const fresh: number[] = [];
    const again: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const state = await mkdtemp(join(tmpdir(), 'bench-start-'));
      fresh.push(await timeToReady(args, state));
      again.push(await timeToReady(args, state));
      await rm(state, { recursive: true });
    }
    rows.push({
      broker,
      firstStartMs: median(fresh),
      laterStartMs: median(again),
      slowestMs: Math.max(...fresh, ...again),
      limitMs,
    });
  }
  return rows;
};

async function timeToReady(args: readonly string[], state: string): Promise<number> {
  const startedAt = performance.now();
  const npm = ['start', '--silent', '--', ...anyPorts, ...args, '--state', state];
  const child = spawn('npm', npm, { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes('ready ')) break;
  }
  const tookMs = Math.round(performance.now() - startedAt);
  if (!said.includes('ready ')) throw new Error(`the stack did not start with ${args.join(' ')}`);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  return tookMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
