/** A Kafka that is gone for a minute under a thousand registrations: the test of an outage, at full length. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';

const SECONDS = 60;
const REGISTRATIONS = 1_000;

/** Milliseconds are those of a registration; `relayedRows` were left for the relay. Fails where the test does. */
export const outage: Benchmark = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-outage-'));
  const report = join(folder, 'report.json');
  const variables = [`OUTAGE_SECONDS=${SECONDS}`, `REGISTRATIONS=${REGISTRATIONS}`, `REPORT=${report}`];
  const test = ['vitest', 'run', 'test/integration/outage.test.ts'];
  try {
    const [status] = await once(spawn('env', [...variables, ...test], { stdio: 'inherit' }), 'exit');
    if (status !== 0) throw new Error(`the test of an outage ended with ${status}`);
    return [JSON.parse(await readFile(report, 'utf8'))];
  } finally {
    await rm(folder, { recursive: true });
  }
};
