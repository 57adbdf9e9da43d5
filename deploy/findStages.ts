/** The stages that have a file of their own in `stages/`, by name. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stage } from './stage.ts';

const folder = join(import.meta.dirname, '..', 'stages');

export async function findStages(): Promise<Map<string, Stage>> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.ts')) : [];
  const found = files.sort().map(async (file) => [file.slice(0, -'.ts'.length), await readStage(file)] as const);
  return new Map(await Promise.all(found));
}

async function readStage(file: string): Promise<Stage> {
  const { stage }: { stage?: Stage } = await import(pathToFileURL(join(folder, file)).href);
  if (stage) return stage;
  throw new Error(`stages/${file} must export stage: see stages/example.ts`);
}
