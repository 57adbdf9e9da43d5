/** The stages that have a file of their own in `stages/`, by name. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stage } from './stage.ts';

const folder = join(import.meta.dirname, '..', 'stages');
const FILE = /^([a-z][a-z0-9-]{0,10})\.ts$/;

export async function findStages(): Promise<Map<string, Stage>> {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.sort().flatMap((file) => FILE.exec(file)?.[1] ?? []);
  const found = await Promise.all(names.map(async (name) => [name, await readStageFile(name)] as const));
  return new Map(found.flatMap(([name, stage]) => (stage ? [[name, stage] as const] : [])));
}

/** Undefined where there is no such file, or no such name can be. An Error where it exports no stage. */
export async function readStageFile(name: string): Promise<Stage | undefined> {
  const file = join(folder, `${name}.ts`);
  if (!FILE.test(`${name}.ts`) || !existsSync(file)) return undefined;
  const { stage }: { stage?: Stage } = await import(pathToFileURL(file).href);
  if (stage) return stage;
  throw new Error(`stages/${name}.ts must export stage: see stages/example.ts`);
}
