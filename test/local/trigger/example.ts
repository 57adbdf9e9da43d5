/** The example in the README of the trigger, which holds this function word for word. */
import type { MskEvent } from '../../../lib/msk/mskEvent.ts';
import type { Broker } from '../../../local/broker/broker.ts';
import { mappingSettings } from '../../../local/trigger/settings.ts';
import { startTrigger, type Trigger } from '../../../local/trigger/trigger.ts';

type Handler = (event: MskEvent) => Promise<unknown>;
type SendMessage = (queueArn: string, body: string) => Promise<unknown>;

export function startExample(broker: Broker, handler: Handler, sendMessage: SendMessage): Trigger {
  const orders = mappingSettings(
    {
      // The parameters of CreateEventSourceMapping, as your template has them.
      FunctionName: 'ship',
      Topics: ['orders'],
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 500,
      MaximumBatchingWindowInSeconds: 0,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'ship-orders' },
      ProvisionedPollerConfig: { MinimumPollers: 1 },
      MaximumRetryAttempts: 2,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } },
    },
    { timeoutSeconds: 30, knobs: { retryPause: () => 100 } },
  );
  return startTrigger([orders], {
    broker,
    source: { arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/mine/1', bootstrapServers: '127.0.0.1:9092' },
    log: console,
    now: Date.now,
    invoke: (_name, event) => handler(event),
    destinations: { sqs: sendMessage },
  });
}
