/** An esbuild plugin: of the ports' adapters, only those that the function can open get into its bundle. */
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { usesPort } from '../lib/declare/uses.ts';
import type { Port } from '../lib/port/port.ts';
import type { FunctionConfig } from './declaredFunctions.ts';

/** The files of a port that only the local stack opens. */
const LOCAL_FILES = /\/(localAdapter|localInbox|emulatedAdapter)\.ts$/;

/** A port's file imports its adapters late. What stays outside is never imported on AWS. */
export function portAdaptersOf(config: FunctionConfig): Plugin {
  return {
    name: 'portAdapters',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\// }, async ({ kind, importer, path }) => {
        if (kind !== 'dynamic-import' || !importer.endsWith('/port.ts')) return undefined;
        const isReached = !LOCAL_FILES.test(path) && (await isDeclared(importer, config));
        return isReached ? undefined : { path, external: true };
      });
    },
  };
}

async function isDeclared(file: string, config: FunctionConfig): Promise<boolean> {
  const exported = Object.values((await import(pathToFileURL(file).href)) as Record<string, Partial<Port>>);
  return exported.some(({ kind, name }) => kind === 'port' && name !== undefined && usesPort(config, name));
}
