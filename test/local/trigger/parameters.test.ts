// The parameters and their ranges: https://docs.aws.amazon.com/lambda/latest/dg/msk-esm-parameters.html
import { expect, it } from 'vitest';
import type { MappingParameters } from '../../../local/trigger/parameters.ts';
import { mappingSettings } from '../../../local/trigger/settings.ts';

const minimal: MappingParameters = { FunctionName: 'ship', Topics: ['orders'], StartingPosition: 'LATEST' };
const pollers = { ProvisionedPollerConfig: { MinimumPollers: 1 } };
const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
/** Also what the compiler would refuse: parameters come from templates, too. */
const read = (given: object) => () => mappingSettings({ ...minimal, ...given });

it.each<[string, object, string]>([
  ['no topic', { Topics: [] }, 'Topics: expected exactly 1 topic'],
  ['two topics', { Topics: ['orders', 'bills'] }, 'Topics: expected exactly 1 topic'],
  ['a topic that starts with a dot', { Topics: ['.orders'] }, 'Topics.0: '],
  ['a batch of 0', { BatchSize: 0 }, 'BatchSize: Too small: expected number to be >=1'],
  ['a batch of 10,001', { BatchSize: 10_001 }, 'BatchSize: Too big: expected number to be <=10000'],
  ['a window of 301 s', { MaximumBatchingWindowInSeconds: 301 }, 'MaximumBatchingWindowInSeconds: Too big'],
  ['half a second of window', { MaximumBatchingWindowInSeconds: 0.5 }, 'MaximumBatchingWindowInSeconds: Invalid input'],
  ['an unknown starting position', { StartingPosition: 'NOW' }, 'StartingPosition: Invalid option'],
  ['AT_TIMESTAMP without a time', { StartingPosition: 'AT_TIMESTAMP' }, 'StartingPositionTimestamp: expected with'],
  [
    'a time without AT_TIMESTAMP',
    { StartingPositionTimestamp: 1_700_000_000 },
    'StartingPositionTimestamp: expected with',
  ],
  [
    'a time in the future',
    { StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 4_000_000_000 },
    'StartingPositionTimestamp: expected no time in the future',
  ],
  [
    'a group with a space',
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'my group' } },
    'AmazonManagedKafkaEventSourceConfig.ConsumerGroupId: ',
  ],
  [
    'a group of 201 characters',
    { AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'g'.repeat(201) } },
    'AmazonManagedKafkaEventSourceConfig.ConsumerGroupId: Too big',
  ],
  [
    '0 pollers',
    { ProvisionedPollerConfig: { MinimumPollers: 0 } },
    'ProvisionedPollerConfig.MinimumPollers: Too small',
  ],
  [
    '201 pollers at least',
    { ProvisionedPollerConfig: { MinimumPollers: 201 } },
    'ProvisionedPollerConfig.MinimumPollers: Too big',
  ],
  [
    '2,001 pollers',
    { ProvisionedPollerConfig: { MaximumPollers: 2_001 } },
    'ProvisionedPollerConfig.MaximumPollers: Too big',
  ],
  [
    'fewer pollers at most than at least',
    { ProvisionedPollerConfig: { MinimumPollers: 3, MaximumPollers: 2 } },
    'ProvisionedPollerConfig: MaximumPollers (2) is below MinimumPollers (3)',
  ],
  ['10,001 retries', { ...pollers, MaximumRetryAttempts: 10_001 }, 'MaximumRetryAttempts: Too big'],
  ['-2 retries', { ...pollers, MaximumRetryAttempts: -2 }, 'MaximumRetryAttempts: Too small'],
  [
    'an age of 59 s',
    { ...pollers, MaximumRecordAgeInSeconds: 59 },
    'MaximumRecordAgeInSeconds: expected -1, or 60 to 604800',
  ],
  ['an age above a week', { ...pollers, MaximumRecordAgeInSeconds: 604_801 }, 'MaximumRecordAgeInSeconds: Too big'],
  [
    'another response type',
    { ...pollers, FunctionResponseTypes: ['Report'] },
    'FunctionResponseTypes.0: Invalid input',
  ],
  ['a parameter of Kinesis', { ParallelizationFactor: 2 }, 'Unrecognized key: "ParallelizationFactor"'],
  [
    'a success destination',
    { DestinationConfig: { OnSuccess: {} } },
    'DestinationConfig: Unrecognized key: "OnSuccess"',
  ],
  [
    'a destination that is none',
    to('https://example.com'),
    'expected the ARN of a queue, topic or bucket, or kafka://<topic>',
  ],
  ['a FIFO queue', to('arn:aws:sqs:us-east-1:123456789012:failed.fifo'), 'FIFO queues and topics are no destinations'],
  [
    'more than 5 filters',
    { FilterCriteria: { Filters: Array(6).fill({ Pattern: '{"value":["a"]}' }) } },
    'FilterCriteria.Filters: Too big',
  ],
  [
    'a pattern above 4096 characters',
    { FilterCriteria: { Filters: [{ Pattern: 'x'.repeat(4097) }] } },
    'FilterCriteria.Filters.0.Pattern: Too big',
  ],
])('refuses what AWS does not take: %s', (_, given, sentence) => {
  expect(read(given)).toThrow(sentence);
  expect(read(given)).toThrow(expect.objectContaining({ name: 'InvalidParameterValueException' }));
});

// https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html: "Recursion prevention"
it('refuses a Kafka destination that is the topic it reads', () => {
  expect(read({ ...pollers, ...to('kafka://orders') })).toThrow('kafka://orders is the topic that the mapping reads');
});

// https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html: 14 minutes
it('refuses a function with a time-out above 840 s', () => {
  expect(() => mappingSettings(minimal, { timeoutSeconds: 841 })).toThrow(
    "the mapping of ship can't be created: its time-out is 841 s, and a Kafka mapping allows 840 s",
  );
});

it('tells all faults in one message', () => {
  expect(read({ BatchSize: 0, StartingPosition: 'NOW' })).toThrow(/StartingPosition: .*; BatchSize: /);
});
