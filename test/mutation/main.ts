// `npm run mutation [-- file …]`: breaks the engine in small ways, one at a time, and says which of them no test notices.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const stryker = join(here, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

/** Its packages have a lock of their own: they are much, and nothing else needs them. */
function isInstalled(): boolean {
  return existsSync(stryker) || run('npm', ['ci', '--prefix', here]);
}

function run(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

/** Files as given (lib/outcomes/verdict.ts, or a pattern); else those of the configuration. */
function filesGiven(): string[] {
  const files = process.argv.slice(2);
  return files.length > 0 ? ['--mutate', files.join(',')] : [];
}

const isHelp = process.argv.includes('--help');
if (isHelp)
  console.log(
    'npm run mutation [-- FILE …]: breaks the engine in small ways, one at a time, and lists those that no test notices.',
  );
const isWell =
  isHelp ||
  (isInstalled() && run(process.execPath, [stryker, 'run', join(here, 'stryker.config.json'), ...filesGiven()]));
process.exitCode = isWell ? 0 : 1;
