/**
 * The application's stack as osls reads it, made from the declarations. It holds no data: tables and bucket are a stack
 * of their own (dataStack.ts), so that what fails here can be repeated.
 */
import type { AWS } from 'osls';
import type { Application } from './application.ts';
import { toResources } from './cloudFormation.ts';
import { concurrencyExtensions } from './concurrency.ts';
import { conditions } from './conditions.ts';
import { declaredApplication } from './declaredApplication.ts';
import { findStages } from './findStages.ts';
import { functions } from './functions.ts';
import { accessLogFormat, httpApiExtensions } from './httpApi.ts';
import { mappings } from './mappings.ts';
import { engineParameters, ownParameters } from './ownSettings.ts';
import { type Parameter, parameter, parameters, stackParameters } from './parameters.ts';
import { roles } from './roles.ts';
import { stageValues } from './stageValues.ts';
import { topicClaim } from './topicClaim.ts';

const LOG_RETENTION_DAYS = 30;

/** Everything deployable in this project. `${sls:stage}` is what `--stage` says, `dev` by default. */
export async function service(root?: string): Promise<AWS> {
  const application = await declaredApplication(`\${sls:stage}`, root);
  const stages = [...(await findStages())].map(([name, stage]) => {
    return [name, stageValues(stage, `stages/${name}.ts`, application)] as const;
  });
  return serviceOf(application, Object.fromEntries(stages));
}

/** `params`: by stage, for `${param:…}`; what the command line says wins. */
function serviceOf(application: Application, params: Record<string, Record<string, string>>): AWS {
  const all = { ...parameters, ...engineParameters(), ...ownParameters(application) };
  return {
    service: application.service,
    frameworkVersion: '4',
    params,
    provider: provider(application, all),
    package: { individually: true },
    plugins: ['./deploy/bundlePlugin.ts', './deploy/mappingsPlugin.ts'],
    functions: functions(application),
    resources: {
      Parameters: all,
      Conditions: conditions,
      Resources: toResources([...roles(application), ...mappings(application), ...topicClaim(application)]),
      extensions: { ...httpApiExtensions, ...concurrencyExtensions(application) },
    },
  };
}

function provider(application: Application, all: Record<string, Parameter>): AWS['provider'] {
  return {
    name: 'aws',
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    region: `\${opt:region, env:AWS_REGION, 'eu-central-1'}` as never,
    stackParameters: stackParameters(all),
    logRetentionInDays: LOG_RETENTION_DAYS,
    logs: { httpApi: { format: accessLogFormat } },
    stackTags: { service: application.service, stage: application.stage },
    deploymentBucket: { blockPublicAccess: true, versioning: true, serverSideEncryption: 'AES256' },
    // Versions of functions count as resources, and nothing here refers to them.
    versionFunctions: false,
    vpc: { subnetIds: listOf('SubnetIds'), securityGroupIds: listOf('SecurityGroupIds') },
  };
}

/** A list parameter, in the one form that osls lets through for a VPC. */
function listOf(name: 'SubnetIds' | 'SecurityGroupIds') {
  return { 'Fn::Split': [',', { 'Fn::Join': [',', parameter(name)] }] };
}
