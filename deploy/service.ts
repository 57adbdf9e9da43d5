/** The whole deployment as osls reads it, made from the declarations. */
import { join } from 'node:path';
import type { AWS } from 'osls';
import type { Application } from './application.ts';
import { bucket } from './bucket.ts';
import { toResources } from './cloudFormation.ts';
import { conditions } from './conditions.ts';
import { declaredFunctions } from './declaredFunctions.ts';
import { functions } from './functions.ts';
import { mappings } from './mappings.ts';
import { ownParameters } from './ownSettings.ts';
import { type Parameter, parameter, parameters, stackParameters } from './parameters.ts';
import { roles } from './roles.ts';
import { tables } from './tables.ts';

const LOG_RETENTION_DAYS = 30;

/** Everything deployable in this project. `${sls:stage}` is what `--stage` says, `dev` by default. */
export async function service(): Promise<AWS> {
  const found = await declaredFunctions(join(import.meta.dirname, '..'));
  return serviceOf({ service: 'event-functions', stage: `\${sls:stage}`, functions: found });
}

function serviceOf(application: Application): AWS {
  const all = { ...parameters, ...ownParameters(application) };
  return {
    service: application.service,
    frameworkVersion: '4',
    provider: provider(all),
    package: { individually: true },
    plugins: ['./deploy/bundlePlugin.ts'],
    functions: functions(application),
    resources: {
      Parameters: all,
      Conditions: conditions,
      Resources: toResources([...tables(application), ...bucket(), ...roles(application), ...mappings(application)]),
    },
  };
}

function provider(all: Record<string, Parameter>): AWS['provider'] {
  return {
    name: 'aws',
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    region: `\${opt:region, env:AWS_REGION, 'eu-central-1'}` as never,
    stackParameters: stackParameters(all),
    logRetentionInDays: LOG_RETENTION_DAYS,
    logs: { httpApi: true },
    // Versions of functions count as resources, and nothing here refers to them.
    versionFunctions: false,
    vpc: { subnetIds: listOf('SubnetIds'), securityGroupIds: listOf('SecurityGroupIds') },
  };
}

/** A list parameter, in the one form that osls lets through for a VPC. */
function listOf(name: 'SubnetIds' | 'SecurityGroupIds') {
  return { 'Fn::Split': [',', { 'Fn::Join': [',', parameter(name)] }] };
}
