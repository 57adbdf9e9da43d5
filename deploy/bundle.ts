/** Bundles a function into files that need nothing beside them: ESM, one chunk for each part that is imported late. */
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import type { DeclaredFunction } from './declaredFunctions.ts';
import { portAdaptersOf } from './portAdapters.ts';
import { requireBuiltins } from './requireBuiltins.ts';

/** Where the package is made from, relative to the root of the project. */
export function bundleFolder(functionName: string): string {
  return `.build/${functionName}`;
}

/** Answers what esbuild knows of the bundle: which file went where. Paths in it are relative to `root`. */
export async function bundle(
  { config, folder }: DeclaredFunction,
  root: string,
  outdir: string = bundleFolder(config.name),
): Promise<Metafile> {
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
    // The local adapters stay outside: a deployed function never imports them.
    external: ['*/localConnections.ts', '*/emulatedConnections.ts'],
    plugins: [requireBuiltins, portAdaptersOf(config)],
    banner: { js: REQUIRE },
  });
  return metafile;
}

/** CommonJS packages ask for Node's own modules with `require`, which ES modules lack. */
const REQUIRE =
  "import{createRequire as createRequireOfBundle}from'node:module';const require=createRequireOfBundle(import.meta.url);";
