/** MSK with IAM: reading is done by Lambda's pollers under the function's role, writing by the function itself. */
import { type Application, consumerGroup, topicsAdministered, topicsLookedFor, topicsWritten } from '../application.ts';
import { concat, replace, type Text } from '../cloudFormation.ts';
import type { FunctionConfig } from '../declaredFunctions.ts';
import { parameter } from '../parameters.ts';
import { allow, type Statement } from './statement.ts';

/** https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html */
export function kafkaPermissions(config: FunctionConfig, application: Application): Statement[] {
  return [
    ...readPermissions(config, application),
    ...writePermissions(config, application),
    ...adminPermissions(config),
    ...lookPermissions(config),
  ];
}

function readPermissions(config: FunctionConfig, application: Application): Statement[] {
  if (config.kind !== 'consumer') return [];
  const names = config.topics.map((topic) => topic.name);
  const groups = names.map((topic) => consumerGroup(application, config.name, topic));
  const cluster = [parameter('MskClusterArn')];
  return [
    allow(['kafka:DescribeCluster', 'kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'], cluster),
    allow(['kafka-cluster:Connect', 'kafka-cluster:DescribeClusterDynamicConfiguration'], cluster),
    allow(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], names.map(topicArn)),
    allow(
      ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
      groups.map((name) => arnOn('group', name)),
    ),
  ];
}

function writePermissions(config: FunctionConfig, application: Application): Statement[] {
  const topics = topicsWritten(config, application);
  if (topics.length === 0) return [];
  return [
    allow(['kafka:GetBootstrapBrokers'], [parameter('MskClusterArn')]),
    allow(['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'], [parameter('MskClusterArn')]),
    allow(['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], topics.map(topicArn)),
  ];
}

/** Creating partitions is AlterTopic's, comparing settings DescribeTopicDynamicConfiguration's. */
function adminPermissions(config: FunctionConfig): Statement[] {
  const topics = topicsAdministered(config);
  if (topics.length === 0) return [];
  const actions = ['AlterTopic', 'AlterTopicDynamicConfiguration', 'CreateTopic', 'DescribeTopic'];
  return [
    allow(['kafka:GetBootstrapBrokers', 'kafka-cluster:Connect'], [parameter('MskClusterArn')]),
    allow(
      [...actions, 'DescribeTopicDynamicConfiguration'].map((action) => `kafka-cluster:${action}`),
      topics.map(topicArn),
    ),
  ];
}

function lookPermissions(config: FunctionConfig): Statement[] {
  if (!topicsLookedFor(config)) return [];
  return [
    allow(['kafka:GetBootstrapBrokers', 'kafka-cluster:Connect'], [parameter('MskClusterArn')]),
    allow(['kafka-cluster:DescribeTopic'], [topicArn('*')]),
  ];
}

/** `…:cluster/name/uuid` → `…:topic/name/uuid/payment.success`. */
function arnOn(kind: 'topic' | 'group', ...name: Text[]): Text {
  const onCluster = replace(parameter('MskClusterArn'), ':cluster/', `:${kind}/`);
  return concat(onCluster, '/', ...name);
}

function topicArn(name: string): Text {
  return arnOn('topic', parameter('TopicPrefix'), name);
}
