/** An esbuild plugin: Node's own modules are required, not imported. */
import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'builtin';
const names = builtinModules.filter((name) => !name.startsWith('_') && !name.startsWith('node:'));
const builtin = new RegExp(`^(node:)?(${names.join('|')})$`);

/**
 * Node 24 reads all that a module of its own exports when it is imported as an ES module; for node:http that loads undici
 * and with it node:http2, half of a cold start. What is required is read when it is used.
 */
export const requireBuiltins: Plugin = {
  name: 'requireBuiltins',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: builtin }, ({ kind, path }) => {
      if (kind !== 'import-statement' && kind !== 'dynamic-import') return undefined;
      return { path: path.replace('node:', ''), namespace: NAMESPACE };
    });
    onLoad({ filter: builtin, namespace: NAMESPACE }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(`node:${path}`)});`,
    }));
  },
};
