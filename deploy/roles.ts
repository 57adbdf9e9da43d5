/** One role a function: what its config declares, and nothing else. */
import type { Application } from './application.ts';
import { attributeOf, type NamedResource, type Text } from './cloudFormation.ts';
import type { FunctionConfig } from './declaredFunctions.ts';
import { logicalId } from './logicalId.ts';
import { diagnosisPermissions } from './permissions/diagnosis.ts';
import { duePermissions } from './permissions/due.ts';
import { networkPermissions } from './permissions/everywhere.ts';
import { kafkaPermissions } from './permissions/kafka.ts';
import { kafkaSecretPermissions } from './permissions/kafkaSecret.ts';
import { objectPermissions } from './permissions/objects.ts';
import { portPermissions } from './permissions/ports.ts';
import { relayPermissions } from './permissions/relay.ts';
import { secretPermissions } from './permissions/secrets.ts';
import { allow, type Statement } from './permissions/statement.ts';
import { tablePermissions } from './permissions/tables.ts';

export function roles(application: Application): NamedResource[] {
  return application.functions.map(({ config }) => [roleLogicalId(config.name), role(config, application)]);
}

/** The value of the function's `role` property. */
export function roleArn(functionName: string): Text {
  return attributeOf(roleLogicalId(functionName), 'Arn');
}

function roleLogicalId(functionName: string): string {
  return logicalId('Role', functionName);
}

function role(config: FunctionConfig, application: Application) {
  const statements = [
    logPermission(config.name),
    ...networkPermissions(config.name, application),
    ...tablePermissions(config, application),
    ...objectPermissions(config, application),
    ...kafkaPermissions(config, application),
    ...kafkaSecretPermissions(config, application),
    ...portPermissions(config, application),
    ...relayPermissions(config, application),
    ...duePermissions(config, application),
    ...secretPermissions(config),
    ...diagnosisPermissions(config, application),
  ];
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: policy([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]),
      Policies: [{ PolicyName: 'declared', PolicyDocument: policy(statements) }],
    },
  };
}

/** osls makes the log group; its ARN ends in `:*`, which stands for the streams in it. */
function logPermission(functionName: string): Statement {
  const group = logicalId('LogGroup', functionName);
  return allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [attributeOf(group, 'Arn')]);
}

function policy(statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}
