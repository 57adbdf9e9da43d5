/** Finds the functions by their folders. Configs are imported at once, handlers when they are first invoked. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative as relativeTo } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConsumerConfig } from '../lib/declare/consumerConfig.ts';
import type { JobConfig } from '../lib/declare/jobConfig.ts';
import type { HttpConfig } from '../lib/http/config.ts';
import type { Handler } from './lambdaContext.ts';
import { UsageError } from './usageError.ts';

export type AnyConfig = ConsumerConfig | HttpConfig | JobConfig;

export interface LocalFunction<Config extends AnyConfig = AnyConfig> {
  config: Config;
  /** Imports the handler; the second time it is there already. */
  load(): Promise<Handler>;
}

const functionsFolder = join(import.meta.dirname, '../functions');

const folderOfKind = { http: 'http', consumer: 'consumers', job: 'jobs' } as const;

/**
 * By kind and name. An Error says which file is not as expected; with `onBroken` it goes there, and that function is left
 * out.
 */
export async function findFunctions(
  root: string = functionsFolder,
  onBroken?: (name: string, error: Error) => void,
): Promise<LocalFunction[]> {
  const kinds = Object.keys(folderOfKind) as AnyConfig['kind'][];
  const found = kinds.flatMap((kind) => foldersIn(join(root, folderOfKind[kind])).map((name) => ({ kind, name })));
  const opened = found.map(async ({ kind, name }) => {
    try {
      return [await openFunction(join(root, folderOfKind[kind], name), kind, name)];
    } catch (error) {
      if (!onBroken || !(error instanceof Error)) throw error;
      onBroken(name, error);
      return [];
    }
  });
  return (await Promise.all(opened)).flat();
}

/** The file that exports a function's handler. */
export function handlerFile({ kind, name }: AnyConfig, root: string = functionsFolder): string {
  return join(root, folderOfKind[kind], name, 'handler.ts');
}

export function isOfKind<Kind extends AnyConfig['kind']>(kind: Kind) {
  return (fn: LocalFunction): fn is LocalFunction<Extract<AnyConfig, { kind: Kind }>> => fn.config.kind === kind;
}

async function openFunction(folder: string, kind: AnyConfig['kind'], name: string): Promise<LocalFunction> {
  const file = join(folder, 'config.ts');
  if (!existsSync(file)) {
    throw new UsageError(`${relative(file)} is missing: the folder of a function holds config.ts and handler.ts.`);
  }
  const config = (await exported(file, 'config')) as AnyConfig;
  if (config?.kind !== kind || config.name !== name) {
    const came = `kind '${config?.kind}' and name '${config?.name}'`;
    throw new UsageError(
      `${relative(file)} must say kind '${kind}' and the name of its folder, '${name}'; it says ${came}.`,
    );
  }
  return { config, load: () => loadHandler(join(folder, 'handler.ts')) };
}

/** UsageError when the file exports no handler. */
export async function loadHandler(file: string): Promise<Handler> {
  const handler = await exported(file, 'handler');
  if (typeof handler !== 'function') throw new UsageError(`${relative(file)} must export a function named handler.`);
  return handler as Handler;
}

async function exported(file: string, name: string): Promise<unknown> {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  return module[name];
}

/** The file's path from the repository's root, as messages show it. */
function relative(file: string): string {
  const path = relativeTo(join(import.meta.dirname, '..'), file);
  return path.startsWith('..') ? file : path;
}

function foldersIn(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}
