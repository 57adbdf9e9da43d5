import { expect, it } from 'vitest';
import { declaredFunctions } from '../../../deploy/declaredFunctions.ts';
import { functionEnvironment } from '../../../local/runtime/functionEnvironment.ts';
import { buy, relayShop, shopOf } from '../../deploy/shop.ts';
import { countOrders, mailReceipts } from '../../fixtures/orders.ts';

const stack = {
  ADAPTERS: 'emulator',
  STATE_DIR: '/somewhere',
  PUBLISH_CHAOS: '{}',
  TABLE_PREFIX: 'local-',
  BUCKET: 'objects-local',
  KAFKA_BROKERS: '127.0.0.1:40093',
  KAFKA_AUTH: 'none',
  DIGEST_SECRET: 'a secret of at least thirty-two characters',
  CALLBACK_SECRET: 'whsec_bG9jYWw=',
  TOKEN_ISSUER: 'shop',
  TOKEN_AUDIENCE: 'shop',
  TOKEN_KEYS_SECRET: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:shop-test/token-keys-AbCdEf',
  MAIL_FROM: 'no-reply@shop.example',
  CHANNEL_URL: 'https://channel.example',
  CHANNEL_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/channel-AbCdEf',
  SMS_ORIGINATION: 'arn:aws:sms-voice:us-east-1:000000000000:pool/local',
  LOG_LEVEL: 'warn',
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  AWS_PROFILE: 'mine',
  HOME: '/home/jane',
};

const environmentOf = (config: typeof buy | typeof countOrders | typeof mailReceipts | typeof relayShop) =>
  functionEnvironment({ config, folder: 'nowhere' }, shopOf(), stack);

it('sets what the deployment sets, with the stack’s values, and Lambda’s own variables', () => {
  expect(environmentOf(buy)).toEqual({
    SERVICE: 'shop',
    STAGE: 'test',
    ADAPTERS: 'aws',
    TABLE_PREFIX: 'local-',
    BUCKET: 'objects-local',
    KAFKA_BROKERS: '127.0.0.1:40093',
    KAFKA_CLUSTER_ARN: 'arn:aws:kafka:us-east-1:000000000000:cluster/local/00000000-0000-4000-8000-000000000000-1',
    KAFKA_AUTH: 'none',
    DIGEST_SECRET: 'a secret of at least thirty-two characters',
    CALLBACK_SECRET: 'whsec_bG9jYWw=',
    RELAY_FUNCTION: 'shop-test-relayShop',
    TOKEN_ISSUER: 'shop',
    TOKEN_AUDIENCE: 'shop',
    TOKEN_KEYS_SECRET: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:shop-test/token-keys-AbCdEf',
    OIDC_ISSUER: '',
    OIDC_AUDIENCE: '',
    OIDC_ROLES_CLAIM: '',
    TOPIC_PREFIX: '',
    NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning',
    LOG_LEVEL: 'warn',
    AWS_REGION: 'eu-west-1',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_LAMBDA_FUNCTION_NAME: 'shop-test-buy',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/shop-test-buy',
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
  });
});

it('leaves out what the deployment gives to other functions only', () => {
  const others = ['CALLBACK_SECRET', 'TOKEN_KEYS_SECRET', 'SMS_ORIGINATION'];
  expect(Object.keys(environmentOf(countOrders)).filter((name) => [...others, 'MAIL_FROM'].includes(name))).toEqual([]);
  expect(environmentOf(mailReceipts)).toHaveProperty('MAIL_FROM', 'no-reply@shop.example');
  expect(environmentOf(relayShop)).not.toHaveProperty('RELAY_FUNCTION');
});

it('refuses what the deployment sets and the stack has no value for', () => {
  const { BUCKET: _, ...without } = stack;
  const incomplete = () => functionEnvironment({ config: buy, folder: 'nowhere' }, shopOf(), without);
  expect(incomplete).toThrow('shop-test-buy: the deployment sets BUCKET, and there is no local value for it');
});

it('has a value for all that the deployment sets, for every function of this project', async () => {
  const functions = await declaredFunctions('.');
  const application = { service: 'shop', stage: 'test', functions };
  for (const declared of functions) expect(() => functionEnvironment(declared, application, stack)).not.toThrow();
});

it('takes a setting of the function’s own from the stack', async () => {
  const functions = await declaredFunctions('.');
  const users = functions.find(({ config }) => config.name === 'users');
  if (!users) throw new Error('expected a function users');
  const application = { service: 'shop', stage: 'test', functions };
  const tuned = { ...stack, REGISTER_PER_ADDRESS: 'off' };
  expect(functionEnvironment(users, application, tuned)).toHaveProperty('REGISTER_PER_ADDRESS', 'off');
});
