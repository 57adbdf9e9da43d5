import { describe, expect, it } from 'vitest';
import { toResources } from '../../deploy/cloudFormation.ts';
import { roles } from '../../deploy/roles.ts';
import { config as deliverSms } from '../../functions/consumers/deliverSms/config.ts';
import { countOrders, mailReceipts } from '../fixtures/orders.ts';
import { asDeployed } from './evaluate.ts';
import { permissionsOf, roleOf, statementsOf } from './permissions.ts';
import { buy, look, relayShop, shopOf } from './shop.ts';

const topic = 'arn:aws:kafka:eu-central-1:123456789012:topic/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6';
const group = 'arn:aws:kafka:eu-central-1:123456789012:group/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6';
const cluster = 'arn:aws:kafka:eu-central-1:123456789012:cluster/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6';
const tableArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/shop-test';

describe('the role of an HTTP function', () => {
  it('reads the keys of tokens where a route asks for one, and keeps what its routes need', () => {
    const keys =
      'secretsmanager:GetSecretValue arn:aws:secretsmanager:eu-central-1:123456789012:secret:tokenKeys-AbCdEf';
    expect(permissionsOf(roleOf(buy), 'secretsmanager')).toContain(keys);
    expect(permissionsOf(roleOf(countOrders), 'secretsmanager')).not.toContain(keys);
    expect(permissionsOf(roleOf(buy), 'dynamodb')).toContain(`dynamodb:PutItem ${tableArn}-idempotencyKeys`);
  });
});

describe('a consumer’s role', () => {
  it('lets Lambda read its topics in its groups, and itself write what it publishes and its dead letters', () => {
    expect(permissionsOf(roleOf(countOrders), 'kafka-cluster')).toEqual([
      `kafka-cluster:AlterGroup ${group}/shop-test.countOrders.old-orders`,
      `kafka-cluster:AlterGroup ${group}/shop-test.countOrders.orders`,
      `kafka-cluster:Connect ${cluster}`,
      `kafka-cluster:Connect ${cluster}`,
      `kafka-cluster:DescribeClusterDynamicConfiguration ${cluster}`,
      `kafka-cluster:DescribeGroup ${group}/shop-test.countOrders.old-orders`,
      `kafka-cluster:DescribeGroup ${group}/shop-test.countOrders.orders`,
      `kafka-cluster:DescribeTopic ${topic}/old-orders`,
      `kafka-cluster:DescribeTopic ${topic}/orders`,
      `kafka-cluster:DescribeTopic ${topic}/orders.dead`,
      `kafka-cluster:DescribeTopic ${topic}/shipments`,
      `kafka-cluster:ReadData ${topic}/old-orders`,
      `kafka-cluster:ReadData ${topic}/orders`,
      `kafka-cluster:WriteData ${topic}/orders.dead`,
      `kafka-cluster:WriteData ${topic}/shipments`,
      `kafka-cluster:WriteDataIdempotently ${cluster}`,
    ]);
    expect(permissionsOf(roleOf(countOrders), 'kafka')).toEqual([
      `kafka:DescribeCluster ${cluster}`,
      `kafka:DescribeClusterV2 ${cluster}`,
      `kafka:GetBootstrapBrokers ${cluster}`,
      `kafka:GetBootstrapBrokers ${cluster}`,
    ]);
  });

  it('opens its own tables and the engine’s three, and no index of the outbox', () => {
    const touched = permissionsOf(roleOf(countOrders), 'dynamodb').map((pair) => pair.split(' ')[1]);
    expect(new Set(touched)).toEqual(
      new Set(['marks', 'outbox', 'progress', 'totals'].map((name) => `${tableArn}-${name}`)),
    );
  });

  it('has single statements for marks and outbox alone, and none that select', () => {
    expect(permissionsOf(roleOf(mailReceipts), 'dynamodb').filter((pair) => pair.includes('PartiQL'))).toEqual([
      `dynamodb:PartiQLDelete ${tableArn}-marks`,
      `dynamodb:PartiQLDelete ${tableArn}-outbox`,
      `dynamodb:PartiQLInsert ${tableArn}-marks`,
      `dynamodb:PartiQLInsert ${tableArn}-outbox`,
      `dynamodb:PartiQLUpdate ${tableArn}-marks`,
      `dynamodb:PartiQLUpdate ${tableArn}-outbox`,
    ]);
  });

  it('opens the objects of its tables, and takes away only those of the outbox', () => {
    expect(permissionsOf(roleOf(countOrders), 's3')).toEqual([
      's3:DeleteObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/outbox/*',
      's3:GetObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/outbox/*',
      's3:GetObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/progress/*',
      's3:GetObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/totals/*',
      's3:ListBucket arn:aws:s3:::shop-test-objects-123456789012-eu-central-1',
      's3:PutObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/outbox/*',
      's3:PutObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/progress/*',
      's3:PutObject arn:aws:s3:::shop-test-objects-123456789012-eu-central-1/totals/*',
    ]);
  });

  it('sends mail only where mail is declared, and only from the one sender', () => {
    expect(permissionsOf(roleOf(countOrders), 'ses')).toEqual([]);
    expect(permissionsOf(roleOf(mailReceipts), 'ses')).toEqual([
      'ses:SendEmail arn:aws:ses:eu-central-1:123456789012:configuration-set/*',
      'ses:SendEmail arn:aws:ses:eu-central-1:123456789012:identity/no-reply@shop.example',
      'ses:SendEmail arn:aws:ses:eu-central-1:123456789012:identity/shop.example',
    ]);
    const sending = statementsOf(roleOf(mailReceipts)).find(({ Action }) => Action.includes('ses:SendEmail'));
    expect(sending?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@shop.example' } });
  });
});

describe('the role of deliverSms', () => {
  it('sends SMS from the one identity, and no mail', () => {
    const Resources = toResources(roles(shopOf(deliverSms)));
    const deployed = asDeployed({ Parameters: {}, Conditions: {}, Resources });
    expect(permissionsOf(deployed['DeliverSmsRole'], 'sms-voice')).toEqual([
      'sms-voice:SendTextMessage arn:aws:sms-voice:eu-central-1:123456789012:pool/pool-0a1b2c3d',
    ]);
    expect(permissionsOf(deployed['DeliverSmsRole'], 'ses')).toEqual([]);
  });
});

describe('another role', () => {
  it('of a function that only reads a table cannot change it', () => {
    const onCarts = permissionsOf(roleOf(look)).filter((pair) => pair.includes('carts'));
    expect(onCarts).toEqual([
      `dynamodb:BatchGetItem ${tableArn}-carts`,
      `dynamodb:ConditionCheckItem ${tableArn}-carts`,
      `dynamodb:Query ${tableArn}-carts`,
      `dynamodb:Query ${tableArn}-carts/index/byDay`,
    ]);
  });

  it('of an HTTP function reads no topic, and queries its own index', () => {
    const permissions = permissionsOf(roleOf(buy));
    expect(
      permissions.filter((pair) =>
        /ReadData|AlterGroup|DescribeGroup|^kafka:(?!GetBootstrapBrokers)|PartiQL.*-(?!outbox)\w+$/.test(pair),
      ),
    ).toEqual([]);
    expect(permissions).toContain(`dynamodb:Query ${tableArn}-carts/index/byDay`);
    expect(permissions).not.toContain(`dynamodb:Query ${tableArn}-outbox/index/byShard`);
  });

  it('of the relay writes whatever any function may write, and asks the outbox which streams wait', () => {
    const permissions = permissionsOf(roleOf(relayShop));
    const written = permissions.filter((pair) => pair.startsWith('kafka-cluster:WriteData '));
    expect(written).toEqual(
      ['old-orders', 'orders', 'orders.dead', 'shipments'].map((name) => `kafka-cluster:WriteData ${topic}/${name}`),
    );
    expect(permissions).toContain(`dynamodb:Query ${tableArn}-outbox/index/byShard`);
  });

  it('wakes the relay, and nothing else, if it sends by itself; the relay wakes nobody', () => {
    const relay = 'lambda:InvokeFunction arn:aws:lambda:eu-central-1:123456789012:function:shop-test-relayShop';
    expect(permissionsOf(roleOf(buy), 'lambda')).toEqual([relay]);
    expect(permissionsOf(roleOf(countOrders), 'lambda')).toEqual([relay]);
    expect(permissionsOf(roleOf(relayShop), 'lambda')).toEqual([]);
  });

  it('leaves network interfaces to Lambda: the function’s own code is refused', () => {
    const [refused] = statementsOf(roleOf(buy)).filter(({ Effect }) => Effect === 'Deny');
    expect(refused?.Action).toContain('ec2:CreateNetworkInterface');
    const self = 'arn:aws:lambda:eu-central-1:123456789012:function:shop-test-buy';
    expect(refused?.Condition).toEqual({ ArnEquals: { 'lambda:SourceFunctionArn': self } });
  });
});
