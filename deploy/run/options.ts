/** The command line of `npm run deploy`. */
import { readArguments } from '../../lib/text/commandLine.ts';
import { DeployError } from './deployError.ts';

export const help = `npm run deploy -- --stage STAGE [options]

Deploys a stage: first the stack of its data (tables and bucket), then the application's, with osls, then that of its alarms.
Each step says what it does. After a failure, put the reason right and run it again: it goes on from whatever it finds.

  --stage STAGE       default dev; lower case, up to 11 letters, digits and hyphens
  --region REGION     default AWS_REGION, or else eu-central-1
  --param NAME=VALUE  a parameter of the application, as often as needed
  --adopt             tables and bucket that are there already become the data stack's, with all that is in them
  --help              this text

Credentials are found as the AWS CLI finds them: AWS_PROFILE, or the variables, or a role.
`;

const options = {
  stage: { type: 'string', default: 'dev' },
  region: { type: 'string' },
  param: { type: 'string', multiple: true, default: [] as string[] },
  adopt: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** It ends in the name of a bucket, which holds 63 characters. */
const STAGE = /^[a-z][a-z0-9-]{0,10}$/;

export interface DeployOptions {
  stage: string;
  region: string | undefined;
  /** Handed on to osls. */
  params: string[];
  adopts: boolean;
}

export function parseOptions(args: readonly string[]): DeployOptions | 'help' {
  const { stage, region, param: params, adopt: adopts, help: wanted } = parse(args);
  if (wanted) return 'help';
  if (!STAGE.test(stage))
    throw new DeployError(
      `--stage expects a small letter and up to ten small letters, digits or hyphens, came ${JSON.stringify(stage)}. See npm run deploy -- --help.`,
    );
  const nameless = params.find((param) => !/^\w+=/.test(param));
  if (nameless !== undefined) throw new DeployError(`--param expects NAME=VALUE, came ${JSON.stringify(nameless)}.`);
  return { stage, region, params, adopts };
}

function parse(args: readonly string[]) {
  const refuse = (sentence: string) => new DeployError(`${sentence} See npm run deploy -- --help.`);
  return readArguments({ args: [...args], options }, refuse).values;
}
