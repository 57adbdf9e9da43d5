/** Reads a template as CloudFormation would with the parameters of one stage, so that tests see names and ARNs. */
import type { Resource } from '../../deploy/cloudFormation.ts';

export interface Template {
  Parameters: Record<string, { AllowedPattern?: string }>;
  Conditions: Record<string, unknown>;
  Resources: Record<string, Resource>;
}

const place = 'eu-central-1:123456789012';
const pseudoParameters: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
};

/** Values of the stage's parameters, as one would type them. */
export const stage: Record<string, string> = {
  MskClusterArn: `arn:aws:kafka:${place}:cluster/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6`,
  KafkaBrokers: 'b-1.shop.kafka.eu-central-1.amazonaws.com:9098,b-2.shop.kafka.eu-central-1.amazonaws.com:9098',
  KafkaAuth: 'iam',
  KafkaSecretArn: '',
  KafkaSecretKeyArn: '',
  SubnetIds: 'subnet-1,subnet-2',
  SecurityGroupIds: 'sg-1',
  TopicPrefix: '',
  Pollers: 'on-demand',
  PollerGroup: '',
  MinimumPollers: '1',
  MaximumPollers: '1',
  DigestSecretArn: `arn:aws:secretsmanager:${place}:secret:digest-AbCdEf`,
  CallbackSecretArn: `arn:aws:secretsmanager:${place}:secret:callback-AbCdEf`,
  TokenKeysSecretArn: `arn:aws:secretsmanager:${place}:secret:tokenKeys-AbCdEf`,
  SecretsKeyArn: '',
  OidcIssuer: '',
  OidcAudience: '',
  OidcRolesClaim: '',
  ApiRateLimit: '500',
  ApiBurstLimit: '1000',
  HttpConcurrency: '',
  SenderConcurrency: '',
  CorsOrigins: 'https://shop.example',
  // The engine's.
  LogLevel: 'warn',
  RetryPausesMs: '500,1500',
  PublishLimitMs: '1500',
  Shadow: 'false',
  BreakerFailures: '6',
  BreakerOpenMs: '20000',
  // The functions' own, each another than its default.
  LoginPerAddress: '50/900',
  LoginPerAccount: '5/900',
  FreshLoginSeconds: '600',
  FormerAddressDays: '30',
  RiskLargeAmounts: 'default:500000,JPY:60000',
  RiskHugeAmounts: 'default:5000000',
  RiskBusyChecks: '20',
  RiskWatchList: 'AA,BB',
  RegisterPerAddress: '50/3600',
  RegisterPerAccount: '3/3600',
  CountryHeader: 'cloudfront-viewer-country',
  UnusualFailedAttempts: '3',
  FeeBasisPoints: '250',
  SagaDeadlineSeconds: '600',
  AdminEmails: 'jane@shop.example,joe@shop.example',
  AdminPhones: '+4930123456',
  // Those of ports.
  MailFrom: 'no-reply@shop.example',
  MailConfigurationSet: 'shop-mail',
  SmsOrigination: `arn:aws:sms-voice:${place}:pool/pool-0a1b2c3d`,
  SmsConfigurationSet: 'shop',
  SmsMaxPrice: '0.25',
  ChannelUrl: 'https://channel.example/v1',
  ChannelSecretArn: `arn:aws:secretsmanager:${place}:secret:channel-AbCdEf`,
  SyncSystems: 'https://crm.example/hooks,https://erp.example/hooks',
};

/** The secret of a stage that needs one. */
export const kafkaSecret = `arn:aws:secretsmanager:${place}:secret:AmazonMSK_shop-AbCdEf`;

/** A template and what its names stand for. */
interface World {
  template: Template;
  values: Record<string, string>;
}

export function asDeployed(template: Template, parameters = stage): Record<string, Resource> {
  const world = { template, values: { ...pseudoParameters, ...parameters } };
  return evaluate(template.Resources, world) as Record<string, Resource>;
}

function evaluate(value: unknown, world: World): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, world)).filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? ['', undefined];
  const compute = entries.length === 1 ? functions[name] : undefined;
  if (compute) return compute(argument, world);
  const held = entries.map(([key, inner]) => [key, evaluate(inner, world)]);
  return Object.fromEntries(held.filter(([, inner]) => inner !== undefined));
}

type Compute = (argument: unknown, world: World) => unknown;

/** The arguments of a function, themselves evaluated first. */
function evaluated<Arguments>(compute: (given: Arguments) => unknown): Compute {
  return (argument, world) => compute(evaluate(argument, world) as Arguments);
}

const functions: Record<string, Compute> = {
  Ref: (name, world) => referenceTo(String(name), world),
  'Fn::GetAtt': (argument, world) => arnOf((argument as string[])[0] ?? '', world),
  'Fn::Sub': (text, world) => String(text).replace(/\$\{(.+?)\}/g, (_, name) => String(referenceTo(name, world))),
  'Fn::Join': evaluated<[string, string | string[]]>(([separator, parts]) => [parts].flat().join(separator)),
  'Fn::Split': evaluated<[string, string]>(([separator, text]) => text.split(separator)),
  'Fn::Select': evaluated<[number, string[]]>(([index, values]) => values[index]),
  'Fn::Equals': evaluated<[string, string]>(([one, other]) => one === other),
  'Fn::Or': evaluated<boolean[]>((conditions) => conditions.includes(true)),
  'Fn::Not': evaluated<boolean[]>(([condition]) => !condition),
  'Fn::If': (argument, world) => {
    const [condition, then, otherwise] = argument as [string, unknown, unknown];
    return evaluate(evaluate(world.template.Conditions[condition], world) ? then : otherwise, world);
  },
};

function referenceTo(name: string, world: World): unknown {
  if (name === 'AWS::NoValue') return undefined;
  const { TableName, FunctionName, LogGroupName } = world.template.Resources[name]?.Properties ?? {};
  return world.values[name] ?? evaluate(TableName ?? FunctionName ?? LogGroupName ?? name, world);
}

function arnOf(logicalId: string, world: World): string {
  const name = String(referenceTo(logicalId, world));
  const arns: Record<string, string> = {
    'AWS::DynamoDB::Table': `arn:aws:dynamodb:${place}:table/${name}`,
    'AWS::Logs::LogGroup': `arn:aws:logs:${place}:log-group:${name}:*`,
    'AWS::S3::Bucket': `arn:aws:s3:::${name.toLowerCase()}`,
  };
  return arns[world.template.Resources[logicalId]?.Type ?? ''] ?? `the ARN of ${name}`;
}
