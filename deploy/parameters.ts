/** CloudFormation parameters: what each stage decides, set with `--param="KafkaBrokers=…"`. Functions' own settings and ports add theirs. */

export interface Parameter {
  Type: string;
  Description: string;
  AllowedPattern?: string;
  AllowedValues?: readonly string[];
  MinValue?: number;
  MaxValue?: number;
  Default?: string;
}

export const parameters = {
  MskClusterArn: {
    Type: 'String',
    Description: 'ARN of the MSK cluster',
    AllowedPattern: String.raw`^arn:aws[a-z-]*:kafka:[a-z0-9-]+:\d{12}:cluster/[^/]+/[^/]+$`,
  },
  KafkaBrokers: {
    Type: 'String',
    Description: 'Bootstrap brokers of the listener that KafkaAuth needs: host:port, comma-separated; empty to ask MSK',
    AllowedPattern: String.raw`^([^:,\s]+:\d+(,[^:,\s]+:\d+)*)?$`,
  },
  // No parameter for KAFKA_CA: who signs the brokers of MSK, Node knows.
  KafkaAuth: {
    Type: 'String',
    Description: 'How functions and mappings prove who they are: iam, scram or mtls, or not at all with tls and none',
    AllowedPattern: '^(iam|scram|mtls|tls|none)$',
    Default: 'iam',
  },
  KafkaSecretArn: {
    Type: 'String',
    Description:
      'Secret for scram (username, password; its name begins with AmazonMSK_) or mtls (certificate, privateKey)',
    AllowedPattern: '^(arn:aws[a-z-]*:secretsmanager:.+)?$',
  },
  KafkaSecretKeyArn: {
    Type: 'String',
    Description: 'KMS key of that secret, where it is one of yours, as MSK demands for scram; empty for AWS’s own',
    AllowedPattern: '^(arn:aws[a-z-]*:kms:.+)?$',
  },
  SubnetIds: {
    Type: 'List<AWS::EC2::Subnet::Id>',
    Description:
      'Private subnets from which the brokers, DynamoDB, S3, SES, SMS, MSK and Secrets Manager can be reached',
  },
  SecurityGroupIds: {
    Type: 'List<AWS::EC2::SecurityGroup::Id>',
    Description: 'Security groups of the functions; the brokers must let them in',
  },
  // Create-only on AWS, as it is a part of the topic's name.
  TopicPrefix: {
    Type: 'String',
    Description:
      'Stands before the name of each topic, so that stages on one cluster do not meet; empty for the one stage that shares its topics with the documented services',
    AllowedPattern: '^[a-zA-Z0-9._-]{0,64}$',
  },
  Pollers: {
    Type: 'String',
    Description: 'on-demand, or provisioned: pollers that are always there, paid by the hour, with logs and metrics',
    AllowedPattern: '^(on-demand|provisioned)$',
    Default: 'on-demand',
  },
  PollerGroup: {
    Type: 'String',
    Description: 'Group in which provisioned mappings share their units of pollers (100 at most); empty for none',
    AllowedPattern: '^[A-Za-z0-9_-]{0,128}$',
  },
  MinimumPollers: {
    Type: 'Number',
    Description: 'Pollers that each provisioned mapping always has; on demand it counts for nothing',
    MinValue: 1,
    MaxValue: 200,
    Default: '1',
  },
  MaximumPollers: {
    Type: 'Number',
    Description: 'Pollers that it may have, never more than partitions; the minimum’s number avoids rebalances',
    MinValue: 1,
    MaxValue: 2000,
    Default: '1',
  },
  DigestSecretArn: {
    Type: 'String',
    Description: 'Secret (a plain string of 32 characters or more) that hides addresses in keys; never change it',
    AllowedPattern: '^arn:aws[a-z-]*:secretsmanager:.+$',
  },
  CallbackSecretArn: {
    Type: 'String',
    Description:
      'Secret that providers sign their callbacks with: whsec_…, or two of them with a blank between while one takes the place of the other',
    AllowedPattern: '^arn:aws[a-z-]*:secretsmanager:.+$',
  },
  TokenKeysSecretArn: {
    Type: 'String',
    Description: 'Secret with the keys of our tokens: a JWK set, as `npm run ops -- token-keys` makes and rotates it',
    AllowedPattern: '^arn:aws[a-z-]*:secretsmanager:.+$',
  },
  SecretsKeyArn: {
    Type: 'String',
    Description: 'KMS key of these three secrets, where it is one of yours; empty for AWS’s own',
    AllowedPattern: '^(arn:aws[a-z-]*:kms:.+)?$',
  },
  OidcIssuer: {
    Type: 'String',
    Description: 'URL of another issuer whose tokens are taken (OpenID Connect); empty for none',
    AllowedPattern: '^(https://.+)?$',
  },
  OidcAudience: {
    Type: 'String',
    Description: 'Audience of its tokens; empty for that of our own',
    AllowedPattern: '^.*$',
  },
  OidcRolesClaim: {
    Type: 'String',
    Description: 'Claim of its tokens that holds roles, such as realm_access.roles; empty for roles',
    AllowedPattern: String.raw`^\S*$`,
  },
  ApiRateLimit: {
    Type: 'Number',
    Description: 'Requests a second that the whole API takes; what comes beyond is answered 429',
    MinValue: 1,
    Default: '500',
  },
  ApiBurstLimit: {
    Type: 'Number',
    Description: 'Requests that may come at once beyond that rate',
    MinValue: 1,
    Default: '1000',
  },
  HttpConcurrency: {
    Type: 'String',
    Description: 'Concurrent executions reserved for each HTTP function; empty for none',
    AllowedPattern: String.raw`^(\d{1,4})?$`,
  },
  SenderConcurrency: {
    Type: 'String',
    Description: 'The same for each function that sends mail: it bounds how fast SES is called; empty for none',
    AllowedPattern: String.raw`^(\d{1,4})?$`,
  },
  CorsOrigins: {
    Type: 'String',
    Description: 'Origins that browsers may call from, comma-separated; empty for none',
    AllowedPattern: String.raw`^(https?://[^,\s/]+(,https?://[^,\s/]+)*)?$`,
  },
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof parameters;

export function parameter(name: ParameterName): { Ref: string } {
  return { Ref: name };
}

/** How osls hands them on: what the command line says, else the default, else empty: refused by name where it must not be. */
export function stackParameters(all: Record<string, Parameter>): { ParameterKey: string; ParameterValue: string }[] {
  return Object.entries(all).map(([name, { Default = '' }]) => ({
    ParameterKey: name,
    ParameterValue: `\${param:${name}, '${Default}'}`,
  }));
}
