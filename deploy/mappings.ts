/** One event source mapping per consumer function and topic, with every setting that differs from AWS's said aloud. */
import type { ConsumerConfig } from '../lib/declare/consumerConfig.ts';
import { type Application, consumerGroup } from './application.ts';
import { concat, type NamedResource } from './cloudFormation.ts';
import { onlyIf, textIf } from './conditions.ts';
import { functionLogicalId, logicalId } from './logicalId.ts';
import { parameter } from './parameters.ts';
import { unfixedPosition } from './starts.ts';

/**
 * No on-failure destination, no limit on retries or age: any of them would drop healthy records in a long outage. A
 * destination alone does, too, for it limits retries to ten (AWS: Using a Kafka topic as an on-failure destination).
 * No partial responses: throwing is right in every mode (docs/decisions/01-throwing-hands-back.md).
 */
export function mappings(application: Application): NamedResource[] {
  return application.functions.flatMap(({ config }) => {
    if (config.kind !== 'consumer') return [];
    return config.topics.map(({ name }): NamedResource => {
      const group = consumerGroup(application, config.name, name);
      return [logicalId('Mapping', config.name, name), mapping(config, name, group)];
    });
  });
}

function mapping(
  config: Pick<ConsumerConfig, 'name' | 'batchSize' | 'start' | 'windowSeconds'>,
  topic: string,
  group: string,
) {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: { Ref: functionLogicalId(config.name) },
      EventSourceArn: parameter('MskClusterArn'),
      Topics: [concat(parameter('TopicPrefix'), topic)],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: group },
      Enabled: true,
      BatchSize: config.batchSize,
      MaximumBatchingWindowInSeconds: config.windowSeconds,
      // Until the plugin says where the stage has it fixed.
      ...unfixedPosition(config.start),
      SourceAccessConfigurations: accessConfigurations,
      ...ofProvisionedPollers,
    },
  };
}

/**
 * Lambda takes these from mappings with provisioned pollers only; on demand, OffsetLag and the function's own metrics
 * come unasked (AWS: metrics and logs of event source mappings). `EventCount` tells, as DroppedEventCount, of records
 * over 6 MB, which no mapping can carry.
 */
const ofProvisionedPollers = {
  ProvisionedPollerConfig: onlyIf('HasProvisionedPollers', {
    MinimumPollers: parameter('MinimumPollers'),
    MaximumPollers: parameter('MaximumPollers'),
    PollerGroupName: textIf('NamesPollerGroup', 'PollerGroup'),
  }),
  MetricsConfig: onlyIf('HasProvisionedPollers', { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] }),
  LoggingConfig: onlyIf('HasProvisionedPollers', { SystemLogLevel: 'WARN' }),
};

/**
 * Lambda's pollers prove who they are as our producers do, by the same secret. Without an entry they take IAM, where the
 * cluster has it (AWS: configuring cluster authentication methods, no fallback to a weaker one).
 */
const accessConfigurations = onlyIf(
  'ProvesByScram',
  access('SASL_SCRAM_512_AUTH'),
  onlyIf('ProvesByCertificate', access('CLIENT_CERTIFICATE_TLS_AUTH')),
);

function access(Type: 'SASL_SCRAM_512_AUTH' | 'CLIENT_CERTIFICATE_TLS_AUTH') {
  return [{ Type, URI: parameter('KafkaSecretArn') }];
}
