/** The artifacts that `npx serverless package` makes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../local/cache.ts';
import { environmentWith } from '../environment.ts';
import type { Template } from './evaluate.ts';

export const templateFile = 'cloudformation-template-update-stack.json';

/** Runs the real program for the stage `test` into `folder`, without credentials. */
export async function packageInto(folder: string): Promise<Template> {
  const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '', AWS_EC2_METADATA_DISABLED: 'true' };
  const env = environmentWith({ ...none, AWS_REGION: 'eu-central-1', HOME: folder });
  await run(join('node_modules', '.bin', 'serverless'), ['package', '--stage', 'test', '--package', folder], { env });
  return JSON.parse(await readFile(join(folder, templateFile), 'utf8'));
}
