/** The bundles that functions run from, made by the deployment's own code, and again only where something changed. */
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from 'esbuild';
import { bundle, recipe } from '../../deploy/bundle.ts';
import { type DeclaredFunction, declaredFunctions } from '../../deploy/declaredFunctions.ts';

const root = join(import.meta.dirname, '../..');

/** Bundles every function before the first is invoked, so that a cold start's time is only its own. */
export async function makeBundles(folder: string): Promise<void> {
  const functions = await declaredFunctions(root);
  await Promise.all(functions.map((declared) => makeBundle(declared, join(folder, declared.config.name), root)));
}

/** Nobody waits any more for bundles that are still being made. */
export async function stopBundling(): Promise<void> {
  await stop();
}

/** Whether it was made: an earlier one of the same files is left as it is. */
export async function makeBundle(declared: DeclaredFunction, outdir: string, from: string): Promise<boolean> {
  const note = join(outdir, 'madeFrom.json');
  if (existsSync(note) && isUnchanged(readFileSync(note, 'utf8'), from)) return false;
  // A file of an earlier bundle would stay.
  rmSync(outdir, { recursive: true, force: true });
  const { inputs } = await bundle(declared, from, outdir);
  writeFileSync(note, JSON.stringify(stamps([...Object.keys(inputs), ...recipe], from)));
  return true;
}

type Stamps = Record<string, string | null>;

function isUnchanged(noted: string, from: string): boolean {
  const before = JSON.parse(noted) as Stamps;
  const now = stamps(Object.keys(before), from);
  return Object.entries(before).every(([path, stamp]) => stamp === now[path]);
}

/** Path → size and time of its last change; null for what is no file, as a part that a package disables. */
function stamps(paths: readonly string[], from: string): Stamps {
  const stamped = paths.map((path) => {
    const found = statSync(join(from, path), { throwIfNoEntry: false });
    return [path, found ? `${found.size}@${found.mtimeMs}` : null] as const;
  });
  return Object.fromEntries(stamped);
}
