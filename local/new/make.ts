/** Writes the files of a new thing: all of them, or none where one is there. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { events } from '../../events/catalogue.ts';
import { UsageError } from '../usageError.ts';
import { batchOf } from './batch.ts';
import { filesOf, type NewFile, type ReadEvent, templateEvent } from './files.ts';
import { checkFree, constantOf, type Kind } from './names.ts';
import type { NewOptions } from './options.ts';

export interface Made {
  /** Paths from the root, in the order they are to be read. */
  paths: string[];
  /** How it is tried. */
  commands: string[];
}

/** UsageError for a name that is taken, and for an event that nobody defined or that has no sample. */
export async function make({ kind, name, event }: NewOptions, root: string): Promise<Made> {
  checkFree(
    root,
    kind,
    name,
    events.map(({ type }) => type),
  );
  const read = await readEvent(root, event ?? templateEvent.type);
  const files = filesOf({ kind, name, event: read });
  const batch = batchFileOf(kind, name, join(root, sampleOf(read.type)));
  const all = [...files, ...(batch ? [batch] : [])];
  const taken = all.find(({ path }) => existsSync(join(root, path)));
  if (taken) throw new UsageError(`${taken.path} is there: choose another name.`);
  for (const file of all) writeNew(join(root, file.path), file.text);
  const paths = all.map(({ path }) => path);
  if (kind === 'event') paths.push(listEvent(root, name));
  format(root, paths);
  return { paths, commands: commandsOf(kind, name) };
}

/** The file and the constant of an event's definition, found by loading the files of `events/`. */
async function readEvent(root: string, type: string): Promise<ReadEvent> {
  const names = readdirSync(join(root, 'events')).filter((file) => file.endsWith('.ts') && file !== 'catalogue.ts');
  for (const file of names) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(root, 'events', file)).href);
    const found = Object.entries(module).find(
      ([, held]) =>
        typeof held === 'function' && 'type' in held && held.type === type && !('isAny' in held && held.isAny),
    );
    if (!found) continue;
    if (!existsSync(join(root, sampleOf(type))))
      throw new UsageError(`${sampleOf(type)} is missing: write a sample first.`);
    return { type, constant: found[0], file: `events/${file}` };
  }
  throw new UsageError(`There is no event ${type} in events/: npm run new -- event ${type} makes one.`);
}

function sampleOf(type: string): string {
  return `events/samples/${type}.json`;
}

function batchFileOf(kind: Kind, name: string, sample: string): NewFile | undefined {
  if (kind !== 'consumer' && kind !== 'delivery' && kind !== 'collector') return undefined;
  return { path: `events/msk/${name}.json`, text: `${JSON.stringify(batchOf([sample]), null, 2)}\n` };
}

function writeNew(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}

/** Makes the event known to docs, deployment and tests. */
function listEvent(root: string, type: string): string {
  const path = 'events/catalogue.ts';
  const constant = constantOf(type);
  const text = readFileSync(join(root, path), 'utf8')
    .replace(/(\nimport \* as )/, `\nimport * as ${constant}Events from './${constant}.ts';$1`)
    .replace('\n];', `\n  ...Object.values(${constant}Events),\n];`);
  writeFileSync(join(root, path), text);
  return path;
}

/** Lines are broken and imports sorted as the project has it. */
function format(root: string, paths: readonly string[]): void {
  const biome = join(root, 'node_modules/.bin/biome');
  const { status, stderr } = spawnSync(biome, ['check', '--write', ...paths], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`biome ended with ${status}: ${stderr}`);
}

function commandsOf(kind: Kind, name: string): string[] {
  const tests = kind === 'event' ? 'test/events' : `test/functions/${name}.test.ts`;
  const replays: Partial<Record<Kind, string>> = {
    consumer: `npm run replay -- ${name} events/msk/${name}.json`,
    delivery: `npm run replay -- ${name} events/msk/${name}.json`,
    collector: `npm run replay -- ${name} events/msk/${name}.json`,
    job: `npm run replay -- ${name}`,
  };
  const replay = replays[kind];
  return [...(replay ? [replay] : []), `npm test -- ${tests}`, 'npm run docs && npm run check'];
}
