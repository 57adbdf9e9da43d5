/** A stage with everything that has no default. Copy it to stages/<stage>.ts; docs/guides/deploy.md goes through it. */
import { defineStage } from '../deploy/stage.ts';

const account = 'eu-central-1:123456789012';

export const stage = defineStage({
  parameters: {
    MskClusterArn: `arn:aws:kafka:${account}:cluster/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6`,
    // Other stages on the cluster have other prefixes; one stage may have none, and shares its topics with other services.
    TopicPrefix: 'example.',
    SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    SecurityGroupIds: ['sg-0123456789abcdef0'],
    DigestSecretArn: `arn:aws:secretsmanager:${account}:secret:example/digest-AbCdEf`,
    CallbackSecretArn: `arn:aws:secretsmanager:${account}:secret:example/callback-AbCdEf`,
    TokenKeysSecretArn: `arn:aws:secretsmanager:${account}:secret:example/token-keys-AbCdEf`,
  },
  settings: {
    MAIL_FROM: 'no-reply@shop.example',
    SMS_ORIGINATION: `arn:aws:sms-voice:${account}:pool/pool-0a1b2c3d`,
    CHANNEL_URL: 'https://channel.example/v1',
    CHANNEL_SECRET_ARN: `arn:aws:secretsmanager:${account}:secret:example/channel-AbCdEf`,
    FEE_BASIS_POINTS: 250,
    LOG_LEVEL: 'info',
  },
  alarms: { notify: `arn:aws:sns:${account}:example-alarms` },
  topics: { 'payment.success': { partitions: 6 } },
});
