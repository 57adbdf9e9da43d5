/** How long a fresh process takes to import each bundled function, and what it is made of. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { bundle } from '../deploy/bundle.ts';
import { type DeclaredFunction, declaredFunctions } from '../deploy/declaredFunctions.ts';
import type { Benchmark } from './benchmark.ts';

const root = join(import.meta.dirname, '..');
const RUNS = 9;

/** Parts that a function imports late: at its first invocation, when it first publishes, sends mail, needs a token, or its keys. */
const LATE = {
  store: 'lib/connect/awsConnections.ts',
  kafka: 'lib/producer/kafkaClient.ts',
  mail: 'lib/mail/ses.ts',
  tokens: 'lib/token/jwt.ts',
  keys: 'lib/secrets/managedSecret.ts',
};

type Part = 'handler' | keyof typeof LATE;

/** The targets of each kind: a consumer publishes only when something follows from a record, an HTTP function always. */
const targets: Record<DeclaredFunction['config']['kind'], { limitMs: number; parts: readonly Part[] }> = {
  consumer: { limitMs: 80, parts: ['handler', 'store', 'mail'] },
  http: { limitMs: 120, parts: ['handler', 'store', 'kafka', 'tokens', 'keys'] },
  job: { limitMs: 120, parts: ['handler', 'store', 'kafka'] },
};

/**
 * Lambda's init phase does `handlerMs`; the others come on top when they are first needed. `totalMs` is the sum of the
 * parts that the target is about, `cpuMs` the processor time of these, all threads: on a machine that others use too it
 * tells more. Medians; the files are in the page cache.
 */
export const cold: Benchmark = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cold-'));
  try {
    const rows = [];
    for (const declared of await declaredFunctions(root)) rows.push(await measure(declared, folder));
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
};

async function measure(declared: DeclaredFunction, folder: string) {
  const { kind, name } = declared.config;
  const { outputs } = await bundle(declared, root, join(folder, name));
  const chunks = chunksOf(declared, outputs);
  const samples: Record<string, Sample>[] = [];
  for (let run = 0; run < RUNS; run += 1) samples.push(await importInFreshProcess(chunks));
  const { limitMs, parts } = targets[kind];
  const medians = Object.keys(chunks).map((part) => [
    `${part}Ms`,
    median(samples.map((sample) => sample[part]?.ms ?? 0)),
  ]);
  const totalOf = (what: keyof Sample) =>
    median(samples.map((sample) => parts.reduce((sum, part) => sum + (sample[part]?.[what] ?? 0), 0)));
  const timings = {
    ...Object.fromEntries(medians),
    totalMs: totalOf('ms'),
    limitMs,
    cpuMs: totalOf('cpuMs'),
    isOver: totalOf('ms') > limitMs,
  };
  return { name, kind, ...timings, ...sizesOf(outputs) };
}

/** The part → the absolute path of its chunk, for the parts that the function has. */
function chunksOf({ config, folder }: DeclaredFunction, outputs: Metafile['outputs']): Record<string, string> {
  const ports = config.uses.flatMap((use) => (use.kind === 'port' ? [use.name] : []));
  const needs: Record<string, boolean> = {
    mail: ports.includes('mail'),
    tokens: ports.includes('tokens'),
    keys: ports.includes('tokens'),
  };
  const entries = Object.entries({ handler: `${folder}/handler.ts`, ...LATE });
  const found = entries.flatMap(([part, entry]) => {
    const chunk = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
    return chunk === undefined || needs[part] === false ? [] : [[part, join(root, chunk)]];
  });
  return Object.fromEntries(found);
}

interface Sample {
  ms: number;
  cpuMs: number;
}

/** By part. The parts are imported one after the other, so that what two share counts once. */
async function importInFreshProcess(chunks: Record<string, string>): Promise<Record<string, Sample>> {
  const program = `const times = {};
for (const [part, file] of Object.entries(JSON.parse(process.argv[1]))) {
  const [startedAt, used] = [performance.now(), process.cpuUsage()];
  await import(file);
  const { user, system } = process.cpuUsage(used);
  times[part] = { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000 };
}
console.log(JSON.stringify(times));
process.exit();`;
  const args = ['--input-type=module', '-e', program, JSON.stringify(chunks)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

function sizesOf(outputs: Metafile['outputs']) {
  const code = Object.entries(outputs).filter(([path]) => !path.endsWith('.map'));
  const bytes = code.map(([, output]) => output.bytes);
  const kb = (count: number) => Math.round(count / 1000);
  const [entry] = Object.values(outputs).filter(({ entryPoint }) => entryPoint?.endsWith('/handler.ts'));
  return {
    entryKb: kb(entry?.bytes ?? 0),
    allKb: kb(bytes.reduce((sum, count) => sum + count, 0)),
    files: bytes.length,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 10) / 10;
}
