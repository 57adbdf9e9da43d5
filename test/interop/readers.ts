/** Foreign clients as programs that read a topic: each built or installed once a machine. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, run } from '../../local/cache.ts';
import { isCi } from '../environment.ts';

/** What every reader prints of a record. */
export interface ReadRecord {
  key: string;
  value: string;
  headers: [name: string, value: string][];
}

export type Read = (broker: string, topic: string, count: number) => Promise<ReadRecord[]>;

const here = import.meta.dirname;
const confluentKafka = '2.16.1';

/** Needs Go. The program is built anew where its source changed. */
async function sarama(): Promise<Read> {
  const source = join(here, 'sarama');
  const texts = await Promise.all(['main.go', 'go.sum'].map((file) => readFile(join(source, file))));
  const version = createHash('sha256').update(Buffer.concat(texts)).digest('hex').slice(0, 12);
  const folder = await cached(`sarama-${version}`, async (draft) => {
    await run('go', ['build', '-o', join(draft, 'read'), '.'], { cwd: source });
  });
  return reading(join(folder, 'read'));
}

/** Needs Python with venv; librdkafka comes in the package. */
async function librdkafka(): Promise<Read> {
  const folder = await cached(`confluent-kafka-${confluentKafka}`, async (draft) => {
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'pip'), ['install', '--quiet', `confluent-kafka==${confluentKafka}`]);
  });
  return reading(join(folder, 'bin', 'python3'), join(here, 'librdkafka.py'));
}

async function nest(): Promise<Read> {
  return reading(process.execPath, '--disable-warning=TimeoutNegativeWarning', join(here, 'nest', 'main.ts'));
}

function reading(command: string, ...args: string[]): Read {
  return async (broker, topic, count) => {
    const { stdout } = await run(command, [...args, broker, topic, String(count)], { maxBuffer: 100_000_000 });
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
}

export const readers = { sarama, librdkafka, nest };

/** A reader that can't be had is a failure in CI; elsewhere the reason is printed, and undefined skips the test. */
export async function readerOf(name: keyof typeof readers): Promise<Read | undefined> {
  try {
    return await readers[name]();
  } catch (error) {
    if (isCi) throw error;
    console.warn(`skipped, because there is no reader ${name}: ${error}`);
    return undefined;
  }
}
