/** Bundles that were made before, in node_modules/.cache: a function whose files are the same is not bundled again. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Metafile } from 'esbuild';

export interface Bundling {
  /** Paths in the metafile are relative to it. */
  root: string;
  /** Tells this bundle from any other. */
  name: string;
  /** Files that change a bundle beside its inputs; relative to the root. */
  recipe: readonly string[];
  make(outdir: string): Promise<Metafile>;
}

interface Made {
  /** Its outputs are named without a folder. */
  metafile: Metafile;
  /** Path → SHA-256 of the content; null where there is no such file, as for a part that a package disables. */
  madeFrom: Record<string, string | null>;
}

const NOTE = 'made.json';

/** Answers the metafile as if it had been made in `outdir`. Processes may ask side by side. */
export async function bundleOnce(bundling: Bundling, outdir: string): Promise<Metafile> {
  const { root, name } = bundling;
  const kept = join(root, 'node_modules', '.cache', 'bundles', name);
  const known = placed(kept, outdir, root);
  if (known) return known;
  const fresh = `${kept}.${randomUUID()}`;
  try {
    await makeIn(fresh, bundling);
    const made = placed(fresh, outdir, root);
    if (!made) throw new Error(`${name}: its files changed while it was bundled; bundle it again`);
    keep(fresh, kept);
    return made;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function makeIn(folder: string, { root, recipe, make }: Bundling): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { inputs, outputs } = await make(folder);
  const madeFrom = stampsOf([...Object.keys(inputs), ...recipe], root);
  const inFolder = Object.entries(outputs).map(([path, output]) => [relative(folder, join(root, path)), output]);
  const made: Made = { metafile: { inputs, outputs: Object.fromEntries(inFolder) }, madeFrom };
  writeFileSync(join(folder, NOTE), JSON.stringify(made));
}

/** Whoever was faster made the same of the same files. */
function keep(fresh: string, kept: string): void {
  const old = `${fresh}.old`;
  try {
    if (existsSync(kept)) renameSync(kept, old);
    renameSync(fresh, kept);
  } catch {
    // Another process put its own there at this moment.
  } finally {
    rmSync(old, { recursive: true, force: true });
  }
}

/** Brings the bundle to `outdir`; undefined where there is none, or other files than it was made from. */
function placed(folder: string, outdir: string, root: string): Metafile | undefined {
  try {
    const { metafile, madeFrom } = JSON.parse(readFileSync(join(folder, NOTE), 'utf8')) as Made;
    const now = stampsOf(Object.keys(madeFrom), root);
    if (Object.entries(madeFrom).some(([path, stamp]) => stamp !== now[path])) return undefined;
    const target = join(root, relative(root, outdir) || outdir);
    place(folder, Object.keys(metafile.outputs), target);
    const there = Object.entries(metafile.outputs).map(([path, out]) => [relative(root, join(target, path)), out]);
    return { inputs: metafile.inputs, outputs: Object.fromEntries(there) };
  } catch (error) {
    // None was made yet, or another process is just replacing it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Files that are there already stay untouched, for they may be in use; those of another bundle go. */
function place(folder: string, files: readonly string[], outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  for (const file of readdirSync(outdir)) if (!files.includes(file)) rmSync(join(outdir, file), { recursive: true });
  for (const file of files) {
    const bytes = readFileSync(join(folder, file));
    const target = join(outdir, file);
    if (existsSync(target) && readFileSync(target).equals(bytes)) continue;
    const part = `${target}.${randomUUID()}`;
    writeFileSync(part, bytes);
    renameSync(part, target);
  }
}

const hashes = new Map<string, { stamp: string; hash: string }>();

function stampsOf(paths: readonly string[], root: string): Record<string, string | null> {
  return Object.fromEntries(paths.map((path) => [path, hashOf(join(root, path))]));
}

/** A file is read again only where its size or its time changed: functions have most of their files in common. */
function hashOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) return null;
  const stamp = `${found.size}@${found.mtimeMs}`;
  const known = hashes.get(file);
  if (known?.stamp === stamp) return known.hash;
  const hash = createHash('sha256').update(readFileSync(file)).digest('base64url');
  hashes.set(file, { stamp, hash });
  return hash;
}
