/**
 * AWS's own runtime client, fetched once a machine. It is no dependency of this project, since npm before version 11
 * runs its install script whatever package.json denies: minutes of compiling, and a failure where cmake is missing.
 */
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cached, run } from '../cache.ts';
import { UsageError } from '../usageError.ts';

const version = '4.0.2';
const sha512 = 'FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==';

/** Its file. It needs no other but the compiled one that nativeClient.mjs stands for. UsageError says what is in the way. */
export async function fetchRuntimeClient(tell: (line: string) => void): Promise<string> {
  const folder = await cached(`aws-lambda-ric-${version}`, async (draft) => {
    tell(`Fetching AWS’s runtime client ${version} from npm, once (2 MB) …`);
    try {
      await unpack(draft);
    } catch (error) {
      throw new UsageError(
        `AWS’s runtime client ${version} can't be fetched (${lastLine(error)}): check the network and npm’s registry, and start again.`,
      );
    }
  });
  return join(folder, 'package', 'index.mjs');
}

async function unpack(folder: string): Promise<void> {
  await run('npm', ['pack', '--silent', `aws-lambda-ric@${version}`, '--pack-destination', folder], { cwd: folder });
  const archive = join(folder, `aws-lambda-ric-${version}.tgz`);
  const came = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (came !== sha512) throw new Error(`expected an archive of SHA-512 ${sha512}, came ${came}`);
  await run('tar', ['-xzf', archive, '-C', folder]);
  await rm(archive);
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error && error.stderr ? String(error.stderr) : String(error);
  return said.trim().split('\n').at(-1) ?? '';
}
