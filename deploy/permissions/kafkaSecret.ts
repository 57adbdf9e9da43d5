/** The secret by which producers and Lambda's pollers prove who they are, on stages that have one. */
import { type Application, topicsAdministered, topicsLookedFor, topicsWritten } from '../application.ts';
import { sub, type Text } from '../cloudFormation.ts';
import { onlyIf } from '../conditions.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { parameter } from '../parameters.ts';
import { allow, type Statement } from './statement.ts';

/**
 * A mapping reads as the function's role (AWS: Lambda permissions for MSK).
 */
export function kafkaSecretPermissions(config: FunctionConfig, application: Application): object[] {
  const reads = config.kind === 'consumer';
  const isAdmin = topicsAdministered(config).length > 0 || topicsLookedFor(config) !== undefined;
  const isClient = isAdmin || topicsWritten(config, application).length > 0;
  if (!reads && !isClient) return [];
  const decrypt = decryptBySecrets(parameter('KafkaSecretKeyArn'));
  const list = onlyIf('ProvesByScram', allow(['kafka:ListScramSecrets'], [parameter('MskClusterArn')]));
  return [
    onlyIf('ProvesBySecret', allow(['secretsmanager:GetSecretValue'], [parameter('KafkaSecretArn')])),
    onlyIf('NamesSecretKey', decrypt),
    ...(reads ? [list] : []),
  ];
}

/** The key opens what Secrets Manager holds, and nothing else. */
export function decryptBySecrets(key: Text): Statement {
  const viaSecrets = { StringEquals: { 'kms:ViaService': sub(`secretsmanager.\${AWS::Region}.amazonaws.com`) } };
  return { ...allow(['kms:Decrypt'], [key]), Condition: viaSecrets };
}
