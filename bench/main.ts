// `npm run bench [-- name …]`: runs benchmarks, prints them as tables, and keeps their figures in bench/results/.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { machineClock } from '../lib/clock/clock.ts';
import { didYouMean } from '../lib/text/closest.ts';
import { batches } from './batches.ts';
import type { Benchmark } from './benchmark.ts';
import { claims } from './claims.ts';
import { cold } from './cold.ts';
import { kafka } from './kafka.ts';
import { lanes } from './lanes.ts';
import { outage } from './outage.ts';
import { outbox } from './outbox.ts';
import { pipeline } from './pipeline.ts';
import { relay } from './relay.ts';
import { start } from './start.ts';
import { trigger } from './trigger.ts';
import { users } from './users.ts';

const benchmarks: Record<string, Benchmark> = {
  batches,
  claims,
  cold,
  kafka,
  lanes,
  outage,
  outbox,
  pipeline,
  relay,
  start,
  trigger,
  users,
};

/** They measure what others' libraries do, too. */
const withPeers = ['pipeline'];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benchmarks));
if (wanted.includes('--help')) {
  console.log(`npm run bench [-- NAME …]: runs benchmarks, all by default, and keeps their figures in bench/results/.`);
  console.log(`  ${Object.keys(benchmarks).join(', ')}`);
} else if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(benchmarks).join(', ')}.${didYouMean(unknown[0] ?? '', Object.keys(benchmarks))}`,
  );
  process.exitCode = 1;
} else {
  const names = wanted.length > 0 ? wanted : Object.keys(benchmarks);
  if (names.some((name) => withPeers.includes(name))) installPeers();
  for (const name of names) await runOne(name);
}

/** Peers are no dependencies of the project: they have a lock file of their own. */
function installPeers(): void {
  const folder = import.meta.dirname;
  if (existsSync(join(folder, 'node_modules'))) return;
  console.error('Installing what the engine is measured against …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: folder, stdio: 'inherit' });
}

async function runOne(name: string): Promise<void> {
  const rows = await benchmarks[name]?.();
  console.table(rows);
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const machine = { node: process.version, arch: process.arch, processors: cpus().length, model: cpus()[0]?.model };
  const result = { name, at: new Date(machineClock()).toISOString(), machine, rows };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
