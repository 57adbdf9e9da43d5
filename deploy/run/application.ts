/** Deploys the application's stack: runs `serverless deploy`, whose words the person at the terminal reads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DeployError } from './deployError.ts';
import type { DeployOptions } from './options.ts';

export async function deployApplication({ stage, params }: DeployOptions, region: string): Promise<void> {
  const root = join(import.meta.dirname, '..', '..');
  const given = params.map((param) => `--param=${param}`);
  const args = ['deploy', '--stage', stage, '--region', region, ...given];
  const child = spawn(join(root, 'node_modules', '.bin', 'serverless'), args, { cwd: root, stdio: 'inherit' });
  const [status, signal] = await once(child, 'exit');
  if (status === 0) return;
  throw new DeployError(
    `The application's stack was not deployed (serverless ended with ${signal ?? status}); the reason stands above. Put it right, and run the same command again: what was there is there as before.`,
  );
}
