import { describe, expect, it } from 'vitest';
import { declaredFunctions } from '../../deploy/declaredFunctions.ts';
import { environment } from '../../deploy/environment.ts';
import { events } from '../../deploy/events.ts';
import { functions } from '../../deploy/functions.ts';
import { parameters } from '../../deploy/parameters.ts';
import { jobConfig } from '../../lib/declare/jobConfig.ts';
import { cron, every, type Schedule } from '../../lib/declare/schedule.ts';
import { writeTree } from '../check/tree.ts';
import { countOrders, mailReceipts } from '../fixtures/orders.ts';
import { stage } from './evaluate.ts';
import { buy, relayShop, shopOf } from './shop.ts';

describe('functions', () => {
  it('are found by their folders', async () => {
    const root = writeTree({
      'functions/jobs/tidyUp/config.ts': "export const config = { kind: 'job', name: 'tidyUp' };",
      'functions/http/carts/config.ts': "export const config = { kind: 'http', name: 'carts' };",
      'functions/http/README.md': '',
    });
    expect((await declaredFunctions(root)).map(({ folder }) => folder)).toEqual([
      'functions/http/carts',
      'functions/jobs/tidyUp',
    ]);
  });

  it.each([
    ['another name', "{ kind: 'job', name: 'tidy' }"],
    ['another kind', "{ kind: 'http', name: 'tidyUp' }"],
    ['no config', 'undefined'],
  ])('are refused with %s than their folder', async (_, config) => {
    const root = writeTree({ 'functions/jobs/tidyUp/config.ts': `export const config = ${config};` });
    await expect(declaredFunctions(root)).rejects.toThrow('functions/jobs/tidyUp/config.ts must export a config of');
  });
});

describe('a job', () => {
  const jobAt = (schedule: Schedule) => jobConfig({ name: 'tidyUp', schedule, uses: [], timeoutSeconds: 60 });
  const deployed = (schedule: Schedule) => functions(shopOf(jobAt(schedule)))['tidyUp'];

  it.each([
    [every(1), 'rate(1 minute)'],
    [every(5), 'rate(5 minutes)'],
    [cron('0 2 * * ? *'), 'cron(0 2 * * ? *)'],
  ])('of %j runs by %s', (schedule, rate) => {
    expect(events(jobAt(schedule))).toEqual([{ schedule: { rate: [rate] } }]);
  });

  it('of every so many minutes is repeated by its next run, never by Lambda', () => {
    expect(deployed(every(1))).toMatchObject({ maximumRetryAttempts: 0, maximumEventAge: 60 });
    expect(deployed(every(30))).toMatchObject({ maximumRetryAttempts: 0, maximumEventAge: 1_800 });
    expect(deployed(every(1_440))).toMatchObject({ maximumRetryAttempts: 0, maximumEventAge: 21_600 });
  });

  it('of a cron expression is repeated by Lambda, for its next run may be a day away', () => {
    expect(deployed(cron('0 2 * * ? *'))).toMatchObject({ maximumRetryAttempts: 2, maximumEventAge: 21_600 });
  });
});

it('gives an HTTP function its routes, none for browsers that ask first, and leaves a consumer to its mappings', () => {
  expect(events(buy)).toEqual([
    { httpApi: { method: 'POST', path: '/carts' } },
    { httpApi: { method: 'POST', path: '/carts/{id}/paid' } },
  ]);
  expect(events(countOrders)).toEqual([]);
});

describe('the environment', () => {
  it('says where everything is, with secrets by reference', () => {
    expect(environment(countOrders, shopOf())).toEqual({
      SERVICE: 'shop',
      STAGE: 'test',
      ADAPTERS: 'aws',
      NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
      TABLE_PREFIX: 'shop-test-',
      BUCKET: { 'Fn::Sub': `shop-test-objects-\${AWS::AccountId}-\${AWS::Region}` },
      TOPIC_PREFIX: { Ref: 'TopicPrefix' },
      LOG_LEVEL: { Ref: 'LogLevel' },
      RETRY_PAUSES_MS: { Ref: 'RetryPausesMs' },
      PUBLISH_LIMIT_MS: { Ref: 'PublishLimitMs' },
      SHADOW: { Ref: 'Shadow' },
      BREAKER_FAILURES: { Ref: 'BreakerFailures' },
      BREAKER_OPEN_MS: { Ref: 'BreakerOpenMs' },
      KAFKA_BROKERS: { 'Fn::If': ['NamesBrokers', { Ref: 'KafkaBrokers' }, { Ref: 'AWS::NoValue' }] },
      KAFKA_CLUSTER_ARN: { Ref: 'MskClusterArn' },
      KAFKA_AUTH: { Ref: 'KafkaAuth' },
      KAFKA_SECRET: { 'Fn::If': ['ProvesBySecret', { Ref: 'KafkaSecretArn' }, { Ref: 'AWS::NoValue' }] },
      RELAY_FUNCTION: 'shop-test-relayShop',
      DIGEST_SECRET_ARN: { Ref: 'DigestSecretArn' },
    });
  });

  it('names the relay to those that send by themselves, where there is one', () => {
    expect(environment(buy, shopOf())).toMatchObject({ RELAY_FUNCTION: 'shop-test-relayShop' });
    expect(environment(relayShop, shopOf())).not.toHaveProperty('RELAY_FUNCTION');
    expect(environment(buy, shopOf(buy))).not.toHaveProperty('RELAY_FUNCTION');
  });

  it('holds the sender only where mail is sent, and the callback secret only where callbacks come', () => {
    expect(environment(mailReceipts, shopOf())).toHaveProperty('MAIL_FROM');
    expect(environment(mailReceipts, shopOf())).not.toHaveProperty('CALLBACK_SECRET_ARN');
    expect(environment(buy, shopOf())).toHaveProperty('CALLBACK_SECRET_ARN');
    expect(environment(buy, shopOf())).not.toHaveProperty('MAIL_FROM');
  });

  it('says where the keys of tokens are, never the keys, and only where tokens are used', () => {
    expect(environment(buy, shopOf())).toMatchObject({
      TOKEN_ISSUER: 'shop-test',
      TOKEN_AUDIENCE: 'shop-test',
      TOKEN_KEYS_SECRET: { Ref: 'TokenKeysSecretArn' },
      OIDC_ISSUER: { Ref: 'OidcIssuer' },
    });
    expect(environment(countOrders, shopOf())).not.toHaveProperty('TOKEN_KEYS_SECRET');
  });
});

describe('a parameter', () => {
  const pattern = (name: string) => {
    const { AllowedPattern } = parameters[name as keyof typeof parameters] as { AllowedPattern?: string };
    return new RegExp(AllowedPattern ?? '.');
  };

  it.each(Object.entries(stage).filter(([name]) => name in parameters))('%s takes %s', (name, value) => {
    expect(value).toMatch(pattern(name));
  });

  it.each([
    ['MskClusterArn', 'arn:aws:kafka:eu-central-1:123456789012:vpc-connection/210987654321/shop/0a1b'],
    ['MskClusterArn', ''],
    ['KafkaBrokers', 'b-1.shop'],
    ['KafkaBrokers', 'b-1.shop:9098, b-2.shop:9098'],
    ['KafkaAuth', ''],
    ['KafkaAuth', 'sasl'],
    ['KafkaSecretArn', '{"username":"shop"}'],
    ['KafkaSecretKeyArn', 'alias/shop'],
    ['Pollers', 'Provisioned'],
    ['PollerGroup', 'shop.prod'],
    ['DigestSecretArn', 'a secret itself'],
    ['TokenKeysSecretArn', '{"keys":[]}'],
    ['OidcIssuer', 'http://issuer.example'],
    ['CorsOrigins', 'shop.example'],
  ])('%s refuses %j', (name, value) => {
    expect(value).not.toMatch(pattern(name));
  });
});
