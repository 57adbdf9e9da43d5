/** Finds the functions by their folders, so that none is listed by hand; reads their configs and nothing else. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConsumerConfig } from '../lib/declare/consumerConfig.ts';
import type { JobConfig } from '../lib/declare/jobConfig.ts';
import type { HttpConfig } from '../lib/http/config.ts';

export type FunctionConfig = ConsumerConfig | HttpConfig | JobConfig;

export interface DeclaredFunction {
  config: FunctionConfig;
  /** Relative to the root of the project: `functions/consumers/sendWelcomeEmail`. */
  folder: string;
}

const folderOfKind: Record<FunctionConfig['kind'], string> = { http: 'http', consumer: 'consumers', job: 'jobs' };

/** By kind and name. An Error says which config is not what its folder promises. */
export async function declaredFunctions(root: string): Promise<DeclaredFunction[]> {
  const kinds = Object.entries(folderOfKind).map(([kind, folder]) => ({ kind, folder: join('functions', folder) }));
  const found = kinds.flatMap(({ kind, folder }) => {
    return foldersIn(join(root, folder)).map((name) => ({ kind, name, folder: join(folder, name) }));
  });
  return await Promise.all(found.map((place) => readConfig(root, place)));
}

async function readConfig(root: string, place: { kind: string; name: string; folder: string }) {
  const { kind, name, folder } = place;
  const file = pathToFileURL(join(root, folder, 'config.ts')).href;
  const { config }: { config?: FunctionConfig } = await import(file);
  if (config?.kind !== kind || config.name !== name) {
    const came = JSON.stringify({ kind: config?.kind, name: config?.name });
    throw new Error(`${folder}/config.ts must export a config of ${JSON.stringify({ kind, name })}, came ${came}`);
  }
  return { config, folder };
}

function foldersIn(folder: string): string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.flatMap((entry) => (entry.isDirectory() ? entry.name : [])).sort();
}
