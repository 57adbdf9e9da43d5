/** Finds the functions by their folders. Configs are imported at once, handlers when they are first invoked. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConsumerConfig } from '../lib/consumer/config.ts';
import type { HttpConfig } from '../lib/http/config.ts';
import type { JobConfig } from '../lib/lambda/jobConfig.ts';
import type { Handler } from './lambdaContext.ts';

export type AnyConfig = ConsumerConfig | HttpConfig | JobConfig;

export interface LocalFunction<Config extends AnyConfig = AnyConfig> {
  config: Config;
  /** Imports the handler; the second time it is there already. */
  load(): Promise<Handler>;
}

const functionsFolder = join(import.meta.dirname, '../functions');

const folderOfKind = { http: 'http', consumer: 'consumers', job: 'jobs' } as const;

/** By kind and name. An Error says which file is not as expected. */
export async function findFunctions(root: string = functionsFolder): Promise<LocalFunction[]> {
  const kinds = Object.keys(folderOfKind) as AnyConfig['kind'][];
  const found = kinds.flatMap((kind) => foldersIn(join(root, folderOfKind[kind])).map((name) => ({ kind, name })));
  return await Promise.all(
    found.map(({ kind, name }) => openFunction(join(root, folderOfKind[kind], name), kind, name)),
  );
}

export function isOfKind<Kind extends AnyConfig['kind']>(kind: Kind) {
  return (fn: LocalFunction): fn is LocalFunction<Extract<AnyConfig, { kind: Kind }>> => fn.config.kind === kind;
}

async function openFunction(folder: string, kind: AnyConfig['kind'], name: string): Promise<LocalFunction> {
  const file = join(folder, 'config.ts');
  const config = (await exported(file, 'config')) as AnyConfig;
  if (config?.kind !== kind || config.name !== name) {
    const came = JSON.stringify({ kind: config?.kind, name: config?.name });
    throw new Error(`${file} must export a config of ${JSON.stringify({ kind, name })}, it says ${came}`);
  }
  return { config, load: () => loadHandler(join(folder, 'handler.ts')) };
}

async function loadHandler(file: string): Promise<Handler> {
  const handler = await exported(file, 'handler');
  if (typeof handler !== 'function') throw new Error(`${file} must export a function named handler`);
  return handler as Handler;
}

async function exported(file: string, name: string): Promise<unknown> {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  return module[name];
}

function foldersIn(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}
