import { describe, expect, it } from 'vitest';
import type { Resource } from '../../deploy/cloudFormation.ts';
import { replacedMappings } from '../../deploy/createOnly.ts';

const cluster = 'arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0a1b';

function stackOf(differs: Record<string, unknown> = {}, id = 'ShipOrdersMapping', parameters = {}) {
  const mapping: Resource = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: { Ref: 'ShipLambdaFunction' },
      EventSourceArn: { Ref: 'MskClusterArn' },
      Topics: [{ 'Fn::Join': ['', [{ Ref: 'TopicPrefix' }, 'orders']] }],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'shop-prod.ship.orders' },
      BatchSize: 100,
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: 1_800_000_000,
      ...differs,
    },
  };
  return { Resources: { [id]: mapping }, parameters: { MskClusterArn: cluster, TopicPrefix: '', ...parameters } };
}

describe('a deployment', () => {
  it.each<[string, ReturnType<typeof stackOf>]>([
    ['the same', stackOf()],
    ['another batch size', stackOf({ BatchSize: 10 })],
    ['what the reference stood for', stackOf({ EventSourceArn: cluster, Topics: ['orders'] })],
    ['a number as a text', stackOf({ StartingPositionTimestamp: '1800000000' })],
    ['no mapping', { ...stackOf(), Resources: {} }],
  ])('may bring %s', (_, after) => {
    expect(replacedMappings(stackOf(), after)).toEqual([]);
  });

  it.each<[string, ReturnType<typeof stackOf>]>([
    [
      'StartingPositionTimestamp is "1800000000" and would become "1800000060"',
      stackOf({ StartingPositionTimestamp: 1_800_000_060 }),
    ],
    ['StartingPosition is "AT_TIMESTAMP" and would become "LATEST"', stackOf({ StartingPosition: 'LATEST' })],
    [
      'AmazonManagedKafkaEventSourceConfig is {"ConsumerGroupId":"shop-prod.ship.orders"} and would become {"ConsumerGroupId":"ship"}',
      stackOf({ AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'ship' } }),
    ],
    ['Topics is ["orders"] and would become ["prod.orders"]', stackOf({}, undefined, { TopicPrefix: 'prod.' })],
    [
      `EventSourceArn is "${cluster}" and would become "${cluster}c"`,
      stackOf({}, undefined, { MskClusterArn: `${cluster}c` }),
    ],
  ])('may not bring another mapping in place of one: %s', (line, after) => {
    expect(replacedMappings(stackOf(), after)).toEqual([`ShipOrdersMapping: ${line}`]);
  });

  it('may not bring a second mapping of one function and topic', () => {
    const expected = ['ShipMapping is deployed as ShipOrdersMapping, and would become a second one'];
    expect(replacedMappings(stackOf(), stackOf({}, 'ShipMapping'))).toEqual(expected);
  });

  it('may bring a first one', () => {
    expect(replacedMappings({ Resources: {}, parameters: {} }, stackOf())).toEqual([]);
  });
});
