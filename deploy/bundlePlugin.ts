/** An osls plugin: bundles the functions before they are packed, and runs them from source for `invoke local`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { type DeclaredFunction, declaredFunctions } from './declaredFunctions.ts';

interface Osls {
  serviceDir: string;
  processedInput: { commands: string[] };
  service: { getFunction(name: string): { handler: string; environment?: object } };
}

/** osls calls it with `new`, and then what `hooks` holds. */
export default function BundlePlugin(osls: Osls, options: { function?: string }) {
  const root = osls.serviceDir;
  return {
    hooks: {
      'before:package:createDeploymentArtifacts': () => bundleAll(root),
      // `invoke local` has a hook of its own, but only after osls tried to make sense of the deployed environment.
      initialize: () => {
        if (osls.processedInput.commands.join(' ') !== 'invoke local') return;
        return invokeFromSource(osls, options.function ?? '');
      },
    },
  };
}

/** One after the other: esbuild itself uses every processor. */
async function bundleAll(root: string): Promise<void> {
  for (const declared of await declaredFunctions(root)) {
    await bundle(declared, root);
  }
}

/**
 * osls can't import TypeScript or ES modules as handlers, so it gets a CommonJS file that does. The environment is the
 * local one, with the state that `npm start` has.
 */
async function invokeFromSource(osls: Osls, name: string): Promise<void> {
  const declared = (await declaredFunctions(osls.serviceDir)).find(({ config }) => config.name === name);
  if (!declared) throw new Error(`No function is called ${name}`);
  const folder = join('.build', 'invokeLocal');
  mkdirSync(join(osls.serviceDir, folder), { recursive: true });
  writeFileSync(join(osls.serviceDir, folder, `${name}.cjs`), shim(declared));
  Object.assign(osls.service.getFunction(name), { handler: `${folder}/${name}.handler`, environment: {} });
}

function shim({ folder }: DeclaredFunction): string {
  return `exports.handler = async (event, context) => {
  const { useLocalEnvironment } = await import('../../local/environment.ts');
  useLocalEnvironment();
  const { handler } = await import('../../${folder}/handler.ts');
  return await handler(event, context);
};
`;
}
