/** `npm run deploy -- --stage prod`: everything a stage needs, in order, from whatever state it finds. */
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { machineClock } from '../../lib/clock/clock.ts';
import { toFault } from '../../lib/errors/fault.ts';
import { readOnly } from '../../lib/settings/environment.ts';
import { prefixOf } from '../application.ts';
import { declaredApplication } from '../declaredApplication.ts';
import { findStages } from '../findStages.ts';
import { startsFile } from '../starts.ts';
import { deployAlarms } from './alarms.ts';
import { deployApplication } from './application.ts';
import { deployData } from './data.ts';
import { DeployError } from './deployError.ts';
import { type DeployOptions, help, parseOptions } from './options.ts';
import { type Deployment, deployedTemplate } from './stack.ts';
import { fixStarts } from './starts.ts';

const POLL_MS = 2000;

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(help);
  else await deploy(options);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof DeployError ? error.message : toFault(error).message}\n`);
}

async function deploy(options: DeployOptions): Promise<void> {
  const region = options.region ?? readOnly(z.object({ AWS_REGION: z.string().default('eu-central-1') })).AWS_REGION;
  const application = await declaredApplication(options.stage);
  const { service, stage } = application;
  const deployment: Deployment = {
    client: new CloudFormationClient({ region }),
    tell: (line) => void process.stdout.write(`${line}\n`),
    pollMs: POLL_MS,
    tags: Object.entries({ service, stage }).map(([Key, Value]) => ({ Key, Value })),
  };
  const account = {
    dynamodb: new DynamoDBClient({ region }),
    s3: new S3Client({ region, forcePathStyle: true }),
    region,
  };
  deployment.tell(`Deploying ${service}, stage ${stage}, in ${region}. 1 of 3: data`);
  await deployData(deployment, application, account, options.adopts);
  deployment.tell('2 of 3: application');
  const root = join(import.meta.dirname, '..', '..');
  const deployed = await deployedTemplate(deployment.client, prefixOf(application));
  const fixed = fixStarts(application, startsFile(root, stage), deployed, Math.floor(machineClock() / 1000));
  if (fixed.length > 0) deployment.tell(`stages/starts/${stage}.json: ${fixed.length} starts fixed. Commit the file.`);
  await deployApplication(options, region);
  deployment.tell('3 of 3: alarms');
  const notify = (await findStages()).get(stage)?.alarms?.notify;
  await deployAlarms(deployment, application, account, notify);
  deployment.tell(`Deployed. \`npx serverless info --stage ${stage}\` says where the API is.`);
}
