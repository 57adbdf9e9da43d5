/** The template's conditions: which of its parts exist depends on the parameters that a stage sets. */
import type { Text } from './cloudFormation.ts';
import { type ParameterName, parameter } from './parameters.ts';

type Condition = { 'Fn::Equals': [unknown, string] } | { 'Fn::Or': Condition[] } | { 'Fn::Not': [Condition] };

export const conditions = {
  /** Else functions ask MSK for them when they first publish. */
  NamesBrokers: not(is('KafkaBrokers', '')),
  HasTopicPrefix: not(is('TopicPrefix', '')),
  ProvesByScram: is('KafkaAuth', 'scram'),
  ProvesByCertificate: is('KafkaAuth', 'mtls'),
  ProvesBySecret: isOneOf('KafkaAuth', 'scram', 'mtls'),
  HasProvisionedPollers: is('Pollers', 'provisioned'),
  NamesPollerGroup: not(is('PollerGroup', '')),
  LimitsHttp: not(is('HttpConcurrency', '')),
  LimitsSenders: not(is('SenderConcurrency', '')),
  AllowsOrigins: not(is('CorsOrigins', '')),
  NamesSecretsKey: not(is('SecretsKeyArn', '')),
  NamesSecretKey: not(is('KafkaSecretKeyArn', '')),
};

export const NOTHING = { Ref: 'AWS::NoValue' } as const;

/** Without an `otherwise` there is nothing in its place. */
export function onlyIf<Then, Otherwise = typeof NOTHING>(
  condition: keyof typeof conditions,
  then: Then,
  otherwise: Otherwise = NOTHING as Otherwise,
): { 'Fn::If': [string, Then, Otherwise] } {
  return { 'Fn::If': [condition, then, otherwise] };
}

export function textIf(condition: keyof typeof conditions, name: ParameterName): Text {
  return onlyIf(condition, parameter(name));
}

function is(name: ParameterName, value: string): Condition {
  return { 'Fn::Equals': [parameter(name), value] };
}

function isOneOf(name: ParameterName, ...values: string[]): Condition {
  return { 'Fn::Or': values.map((value) => is(name, value)) };
}

function not(condition: Condition): Condition {
  return { 'Fn::Not': [condition] };
}
