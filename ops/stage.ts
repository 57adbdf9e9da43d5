/** The decisions of a stage, from its file in `stages/`, for `--stage`. */
import { readStageFile } from '../deploy/findStages.ts';
import type { Stage } from '../deploy/stage.ts';
import { UsageError } from '../local/usageError.ts';

const SERVICE = 'event-functions';

export interface NamedStage extends Stage {
  /** Stands before the names of its functions and groups, and issues its tokens. */
  prefix: string;
  /** The region of its cluster. */
  region: string;
}

/** UsageError where there is no such file. */
export async function readStage(name: string): Promise<NamedStage> {
  const stage = await readStageFile(name).catch((error: Error) => {
    throw new UsageError(`${error.message}.`);
  });
  if (!stage) throw new UsageError(`There is no stages/${name}.ts: name a stage that has a file with --stage.`);
  const [, , , , region = ''] = `:${stage.parameters.MskClusterArn}`.split(':');
  return { ...stage, prefix: `${SERVICE}-${name}`, region };
}
