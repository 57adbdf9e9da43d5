/** The artifacts that `npx serverless package` makes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../local/cache.ts';
import { environmentWith } from '../environment.ts';
import type { Template } from './evaluate.ts';

const templateFile = 'cloudformation-template-update-stack.json';

/** Whoever packages may have these in the environment, and nothing that is made may hold them. */
export const packagersSecrets = {
  DIGEST_SECRET: 'the digest secret of whoever packages it',
  CALLBACK_SECRET: 'whsec_dGhlIGNhbGxiYWNrIHNlY3JldCBvZiB0aGUgcGFja2FnZXI=',
};

/** Runs the real program for the stage `test` into `folder`, without credentials. */
export async function packageInto(folder: string): Promise<Template> {
  const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '', AWS_EC2_METADATA_DISABLED: 'true' };
  const env = environmentWith({ ...none, ...packagersSecrets, AWS_REGION: 'eu-central-1', HOME: folder });
  await run(join('node_modules', '.bin', 'serverless'), ['package', '--stage', 'test', '--package', folder], { env });
  return JSON.parse(await readFile(join(folder, templateFile), 'utf8'));
}
