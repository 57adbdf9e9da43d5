/** Foreign programs that produce to our topics and consume from them: each built or installed once a machine. */
import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, run } from '../../local/cache.ts';
import { isCi } from '../environment.ts';

/** A record as a program is told to write it. What becomes of the value's fields is the program's. */
export interface Line {
  topic: string;
  key?: string;
  headers?: [name: string, value: string][];
  value: unknown;
}

/** A record as a program reads it: librdkafka and kafkajs the value's text, Sarama its `struct`, Nest its handler's argument. */
export interface ReadRecord {
  topic: string;
  key: string;
  headers: [name: string, value: string][];
  struct?: string;
  value: unknown;
}

/** The names of its topics there begin with the prefix: tests that share a broker keep apart. */
export interface Place {
  broker: string;
  prefix: string;
}

export interface Program {
  /** One after another, each acknowledged by all replicas. Sarama and Nest only. */
  produce(place: Place, lines: readonly Line[]): Promise<void>;
  /** From the beginning until it has read so many. */
  consume(place: Place, topics: readonly string[], count: number): Promise<ReadRecord[]>;
}

/** How a program is called: its command, and what its command to consume is named. */
interface Call {
  command: string;
  args?: readonly string[];
  consume?: string;
}

const here = import.meta.dirname;
const confluentKafka = '2.16.1';

/** Needs Go. */
async function sarama(): Promise<Program> {
  const source = join(here, 'sarama');
  const folder = await builtFrom(source, ['main.go', 'events.go', 'produce.go', 'consume.go', 'go.sum'], (draft) =>
    run('go', ['build', '-buildvcs=false', '-o', join(draft, 'service'), '.'], { cwd: source }),
  );
  return program({ command: join(folder, 'service') });
}

const nest = async () => program({ command: process.execPath, args: [await installed('main.js')], consume: 'events' });
const nestMessages = async () =>
  program({ command: process.execPath, args: [await installed('main.js')], consume: 'messages' });
const kafkajs = async () => program({ command: process.execPath, args: [await installed('kafkajs.js')] });

/** The packages that a NestJS service installs, by a lock file of their own. Answers the script there. */
async function installed(script: 'main.js' | 'kafkajs.js'): Promise<string> {
  const source = join(here, 'nest');
  const files = ['main.js', 'kafkajs.js', 'package.json', 'package-lock.json'];
  const folder = await builtFrom(source, files, async (draft) => {
    await Promise.all(files.map((file) => copyFile(join(source, file), join(draft, file))));
    await run('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: draft });
  });
  return join(folder, script);
}

/** Needs Python with venv; librdkafka comes in the package. */
async function librdkafka(): Promise<Program> {
  const folder = await cached(`confluent-kafka-${confluentKafka}`, async (draft) => {
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'pip'), ['install', '--quiet', `confluent-kafka==${confluentKafka}`]);
  });
  return program({ command: join(folder, 'bin', 'python3'), args: [join(here, 'librdkafka.py')] });
}

/** Built anew where one of these files changed. */
async function builtFrom(source: string, files: readonly string[], build: (draft: string) => Promise<unknown>) {
  const texts = await Promise.all(files.map((file) => readFile(join(source, file))));
  const version = createHash('sha256').update(Buffer.concat(texts)).digest('hex').slice(0, 12);
  return await cached(`${source.slice(here.length + 1)}-${version}`, async (draft) => void (await build(draft)));
}

function program({ command, args = [], consume = 'consume' }: Call): Program {
  async function started(name: string, place: Place, more: readonly string[], input = '') {
    const all = [...args, name, place.broker, place.prefix, ...more];
    const running = run(command, all, { maxBuffer: 100_000_000, timeout: 60_000 });
    running.child.stdin?.end(input);
    return (await running).stdout;
  }
  return {
    async produce(place, lines) {
      await started('produce', place, [], lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    },
    async consume(place, topics, count) {
      const printed = await started(consume, place, [String(count), ...topics]);
      // Clients log on the same output.
      const lines = printed.split('\n').filter((line) => line.startsWith('{"topic":'));
      return lines.map((line) => JSON.parse(line));
    },
  };
}

const programs = { sarama, nest, nestMessages, kafkajs, librdkafka };

/** One that can't be had is a failure in CI; elsewhere the reason is printed, and undefined skips the test. */
export async function programOf(name: keyof typeof programs): Promise<Program | undefined> {
  try {
    return await programs[name]();
  } catch (error) {
    if (isCi) throw error;
    console.warn(`skipped, because there is no ${name}: ${error}`);
    return undefined;
  }
}
