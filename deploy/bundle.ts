/** Bundles a function into files that need nothing beside them: ESM, one chunk for each part that is imported late. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { portsOf } from '../lib/connect/ports.ts';
import { bundleOnce } from './bundleCache.ts';
import type { DeclaredFunction } from './declaredFunctions.ts';
import { portAdaptersOf } from './portAdapters.ts';
import { requireBuiltins } from './requireBuiltins.ts';

/** Where the package is made from, relative to the root of the project. */
export function bundleFolder(functionName: string): string {
  return `.build/${functionName}`;
}

/** The files that change a bundle beside the function's own: how it is bundled, and by which version. */
export const recipe = ['deploy/bundle.ts', 'deploy/portAdapters.ts', 'deploy/requireBuiltins.ts', 'package-lock.json'];

/**
 * Answers what esbuild knows of the bundle: which file went where. Paths in it are relative to `root`. What was made of
 * the same files before is taken as it is.
 */
export async function bundle(
  declared: DeclaredFunction,
  root: string,
  outdir: string = join(root, bundleFolder(declared.config.name)),
): Promise<Metafile> {
  const { config, folder } = declared;
  const told = JSON.stringify([folder, portsOf(config).map(({ name }) => name)]);
  const name = `${config.name}-${createHash('sha256').update(told).digest('hex').slice(0, 12)}`;
  return await bundleOnce({ root, name, recipe, make: (to) => bundleAnew(declared, root, to) }, outdir);
}

async function bundleAnew({ config, folder }: DeclaredFunction, root: string, outdir: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { index: join(folder, 'handler.ts') },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    metafile: true,
    logLevel: 'warning',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The ES modules of a package, where it has them: only what is used gets in.
    mainFields: ['module', 'main'],
    // Identifiers keep their names: stack traces stay readable, and nothing has to put the names back.
    minifyWhitespace: true,
    minifySyntax: true,
    // Beside the code, and not named in it: Node would read maps at the start, and lib/observability reads them when needed.
    sourcemap: 'external',
    sourcesContent: false,
    // The local adapters stay outside: a deployed function never imports them.
    external: ['*/localConnections.ts', '*/emulatedConnections.ts'],
    plugins: [requireBuiltins, portAdaptersOf(config)],
    banner: { js: REQUIRE },
  });
  mendMaps(metafile, root);
  return metafile;
}

/** Chunks with less of our own code keep no map: they are packages, which nobody mends here, and a package is to stay small. */
const LEAST_OURS = 0.2;

/** Sources are named from the root, wherever the bundle goes. */
function mendMaps({ outputs }: Metafile, root: string): void {
  for (const [path, { inputs, bytes }] of Object.entries(outputs)) {
    if (path.endsWith('.map')) continue;
    const file = join(root, `${path}.map`);
    if (bytesOfOurs(inputs) < LEAST_OURS * bytes) {
      rmSync(file);
      delete outputs[`${path}.map`];
      continue;
    }
    const map = JSON.parse(readFileSync(file, 'utf8')) as { sources: string[] };
    const sources = map.sources.map((source) => relative(root, resolve(dirname(file), source)));
    writeFileSync(file, JSON.stringify({ ...map, sources }));
  }
}

function bytesOfOurs(inputs: Metafile['outputs'][string]['inputs']): number {
  const ours = Object.entries(inputs).filter(([path]) => /^(?:lib|events|domain|functions)\//.test(path));
  return ours.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
}

/** CommonJS packages ask for Node's own modules with `require`, which ES modules lack. */
const REQUIRE =
  "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);";
