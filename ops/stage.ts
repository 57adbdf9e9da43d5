/** The decisions of a stage, from its file in `stages/`, for `--stage`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stage } from '../deploy/stage.ts';
import { UsageError } from '../local/usageError.ts';

const SERVICE = 'event-functions';
const NAME = /^[a-z][a-z0-9-]{0,10}$/;

export interface NamedStage extends Stage {
  /** Stands before the names of its functions and groups, and issues its tokens. */
  prefix: string;
  /** The region of its cluster. */
  region: string;
}

/** UsageError where there is no such file. */
export async function readStage(name: string): Promise<NamedStage> {
  const file = join(import.meta.dirname, '..', 'stages', `${name}.ts`);
  if (!NAME.test(name) || !existsSync(file))
    throw new UsageError(`There is no stages/${name}.ts: name a stage that has a file with --stage.`);
  const { stage }: { stage?: Stage } = await import(pathToFileURL(file).href);
  if (!stage) throw new UsageError(`stages/${name}.ts exports no stage: see stages/example.ts.`);
  const [, , , , region = ''] = `:${stage.parameters.MskClusterArn}`.split(':');
  return { ...stage, prefix: `${SERVICE}-${name}`, region };
}
