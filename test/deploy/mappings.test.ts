import { describe, expect, it } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { conditions } from '../../deploy/conditions.ts';
import { mappings } from '../../deploy/mappings.ts';
import { countOrders } from '../fixtures/orders.ts';
import { asDeployed, kafkaSecret, stage } from './evaluate.ts';
import { buy, relayShop, shopOf } from './shop.ts';

const template = { Parameters: {}, Conditions: conditions, Resources: toResources(mappings(shopOf())) };

const ofCountOrders = (resources: ReturnType<typeof asDeployed>) => {
  return Object.entries(resources).flatMap(([id, { Properties }]) =>
    id.startsWith('CountOrders') ? [Properties] : [],
  );
};

it('says everything that AWS would else decide, and nothing that could drop a record', () => {
  expect(ofCountOrders(asDeployed(template))).toEqual([
    {
      FunctionName: 'CountOrdersLambdaFunction',
      EventSourceArn: 'arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6',
      Topics: ['orders'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'shop-test.countOrders.orders' },
      Enabled: true,
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      StartingPosition: 'LATEST',
    },
    expect.objectContaining({ Topics: ['old-orders'] }),
  ]);
});

it('reads the topics with the prefix of the stage, by groups whose names the stage makes unlike others', () => {
  const read = ofCountOrders(asDeployed(template, { ...stage, TopicPrefix: 'blue.' }));
  expect(read).toMatchObject([
    {
      Topics: ['blue.orders'],
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: 'shop-test.countOrders.orders' },
    },
    { Topics: ['blue.old-orders'] },
  ]);
});

it.each([
  ['scram', [{ Type: 'SASL_SCRAM_512_AUTH', URI: kafkaSecret }]],
  ['mtls', [{ Type: 'CLIENT_CERTIFICATE_TLS_AUTH', URI: kafkaSecret }]],
  ['iam', undefined],
  ['tls', undefined],
  ['none', undefined],
])('let Lambda prove who it is as the stage says: %s', (KafkaAuth, access) => {
  const resources = asDeployed(template, { ...stage, KafkaAuth, KafkaSecretArn: kafkaSecret });
  const configured = ofCountOrders(resources).map((mapping) => mapping['SourceAccessConfigurations']);
  expect(configured).toEqual([access, access]);
});

describe('provisioned pollers', () => {
  const provisioned = { ...stage, Pollers: 'provisioned', MinimumPollers: '2', MaximumPollers: '6' };
  const ofPosture = (parameters: Record<string, string>) => {
    const [mapping] = ofCountOrders(asDeployed(template, parameters));
    const { ProvisionedPollerConfig, MetricsConfig, LoggingConfig } = mapping ?? {};
    return { ProvisionedPollerConfig, MetricsConfig, LoggingConfig };
  };

  it('come with the metrics and logs that only such mappings have', () => {
    expect(ofPosture({ ...provisioned, PollerGroup: 'shop' })).toEqual({
      ProvisionedPollerConfig: { MinimumPollers: '2', MaximumPollers: '6', PollerGroupName: 'shop' },
      MetricsConfig: { Metrics: ['EventCount', 'ErrorCount', 'KafkaMetrics'] },
      LoggingConfig: { SystemLogLevel: 'WARN' },
    });
  });

  it('need no group', () => {
    const alone = { MinimumPollers: '2', MaximumPollers: '6' };
    expect(ofPosture(provisioned)).toMatchObject({ ProvisionedPollerConfig: alone });
    expect(ofPosture(provisioned).ProvisionedPollerConfig).not.toHaveProperty('PollerGroupName');
  });

  it('are not there on demand, nor is anything that Lambda refuses without them', () => {
    expect(ofPosture({ ...provisioned, Pollers: 'on-demand', PollerGroup: 'shop' })).toEqual({});
  });
});

it('takes as many records at once as the config says', () => {
  const [mapping] = mappings(shopOf({ ...countOrders, batchSize: 7 }));
  expect(mapping?.[1].Properties['BatchSize']).toBe(7);
});

it('makes none for functions without topics', () => {
  expect(mappings(shopOf(buy, relayShop))).toEqual([]);
});
