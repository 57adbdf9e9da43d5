/** Apache Kafka as Maven has it: fetched once a machine, with an archive of its loaded classes that halves the start. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cached, run } from '../../cache.ts';
import { UsageError } from '../../usageError.ts';
import { trainClasses } from './training.ts';

export interface KafkaArtefacts {
  /** For `java -cp`. */
  classPath: string;
  /** For `-XX:SharedArchiveFile`. */
  classArchive: string;
}

const pom = join(import.meta.dirname, 'pom.xml');
/** Kafka's version, equal to the one in the pom. */
const version = '4.3.1';
const oldestJava = 17;

/** `tell` gets a line before anything that takes seconds. UsageError says what is to be installed. */
export async function fetchKafka(tell: (line: string) => void): Promise<KafkaArtefacts> {
  const java = await javaVersion();
  const jars = await cached(`kafka-${version}`, async (folder) => {
    tell(`Fetching Apache Kafka ${version} from Maven, once (44 MB) …`);
    await copyJars(folder);
  });
  const classPath = await classPathOf(jars);
  // An archive fits one Java and one class path, which it holds as text.
  const trained = await cached(`kafka-${version}-java-${java}`, async (folder) => {
    tell('Preparing its classes for a faster start, once …');
    await trainClasses(classPath, join(folder, 'kafka.jsa'));
  });
  return { classPath, classArchive: join(trained, 'kafka.jsa') };
}

async function copyJars(folder: string): Promise<void> {
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  try {
    await run('mvn', ['-q', '-B', '-f', pom, ...copy]);
  } catch (error) {
    if (isMissing(error)) {
      throw new UsageError(
        'Apache Kafka is fetched by Maven, and there is no mvn: install Maven (Debian: apt-get install maven; macOS: brew install maven), once.',
      );
    }
    throw new UsageError(
      `Maven could not fetch Apache Kafka ${version}: ${firstLine(error)} Check the network or Maven’s settings.xml, and start again.`,
    );
  }
  if (!existsSync(join(folder, `kafka_2.13-${version}.jar`))) {
    throw new UsageError(`Maven fetched no kafka_2.13-${version}.jar with ${pom}: is it the pom that belongs here?`);
  }
}

/** `17.0.15`. */
async function javaVersion(): Promise<string> {
  const { stderr } = await run('java', ['-version']).catch(() => ({ stderr: '' }));
  const found = /version "([^"]+)"/.exec(stderr)?.[1];
  if (found !== undefined && Number.parseInt(found, 10) >= oldestJava) return found;
  const came = found === undefined ? 'there is none' : `this one is ${found}`;
  throw new UsageError(
    `Apache Kafka runs on Java ${oldestJava} or newer, and ${came}: install it (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk), or leave --broker kafka away.`,
  );
}

/** Jars named one by one: Java reads a wildcard in any order. */
async function classPathOf(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jar')).sort();
  return names.map((name) => join(folder, name)).join(delimiter);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The first line of Maven's own error, without its advice. */
function firstLine(error: unknown): string {
  const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  const line = said.split('\n').find((one) => one.includes('ERROR')) ?? said.split('\n')[0] ?? '';
  return `${line.replace(/^\[ERROR\]\s*/, '').trim()}.`.replace('..', '.');
}
