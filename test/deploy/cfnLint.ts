/** cfn-lint, a Python program that knows the schema of every resource, in an environment of its own. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached, run } from '../../local/cache.ts';
import { isCi } from '../environment.ts';

const version = '1.58.0';

/**
 * The findings of cfn-lint about a template, as it is uploaded, without blanks: '' for none; undefined where cfn-lint
 * can't be had, which in CI is an error.
 */
export async function cfnLint(template: object): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'linted-'));
  const file = join(folder, 'template.json');
  await writeFile(file, JSON.stringify(template));
  return await lint(file).finally(() => rm(folder, { recursive: true }));
}

async function lint(file: string): Promise<string | undefined> {
  const python = await installed().catch((error: unknown) => {
    if (isCi) throw error;
    return undefined;
  });
  if (!python) return undefined;
  // The script in `bin` carries the path of the draft; the interpreter works wherever it is.
  const program = 'import sys; from cfnlint.runner import main; sys.exit(main())';
  // W3005: osls says dependencies that references imply.
  const args = ['-c', program, '--regions', 'eu-central-1', '--ignore-checks', 'W3005'];
  try {
    return (await run(python, [...args, '--', file])).stdout.trim();
  } catch (error) {
    const { stdout, message } = error as Error & { stdout?: string };
    return stdout || message;
  }
}

async function installed(): Promise<string> {
  const folder = await cached(`cfn-lint-${version}`, async (draft) => {
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'pip'), ['install', '--quiet', `cfn-lint==${version}`]);
  });
  const python = join(folder, 'bin', 'python3');
  if (!existsSync(python)) throw new Error(`expected ${python}`);
  return python;
}
