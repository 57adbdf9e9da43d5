import { describe, expect, it } from 'vitest';
import { countOrders, mailReceipts } from '../fixtures/orders.ts';
import { kafkaSecret, stage } from './evaluate.ts';
import { permissionsOf, roleOf, statementsOf } from './permissions.ts';
import { buy, look, relayShop } from './shop.ts';

describe('on a stage that proves itself by a secret', () => {
  const KafkaSecretKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d';
  const scram = { ...stage, KafkaAuth: 'scram', KafkaSecretArn: kafkaSecret, KafkaSecretKeyArn };
  const mtls = { ...stage, KafkaAuth: 'mtls', KafkaSecretArn: kafkaSecret };
  const read = `secretsmanager:GetSecretValue ${kafkaSecret}`;
  const cluster = stage['MskClusterArn'];
  const list = `kafka:ListScramSecrets ${cluster}`;

  it('a role that publishes, or reads by a mapping, opens that secret and its key', () => {
    for (const config of [buy, countOrders, mailReceipts, relayShop]) {
      expect(permissionsOf(roleOf(config, scram), 'secretsmanager')).toContain(read);
      expect(permissionsOf(roleOf(config, scram), 'kms')).toEqual([`kms:Decrypt ${KafkaSecretKeyArn}`]);
      expect(permissionsOf(roleOf(config, mtls), 'secretsmanager')).toContain(read);
      expect(permissionsOf(roleOf(config, mtls), 'kms')).toEqual([]);
    }
    const decrypting = statementsOf(roleOf(buy, scram)).find(({ Action }) => Action.includes('kms:Decrypt'));
    const service = 'secretsmanager.eu-central-1.amazonaws.com';
    expect(decrypting?.Condition).toEqual({ StringEquals: { 'kms:ViaService': service } });
  });

  it('a mapping finds out which secrets the cluster knows, with scram alone', () => {
    expect(permissionsOf(roleOf(countOrders, scram), 'kafka')).toContain(list);
    expect(permissionsOf(roleOf(countOrders, mtls), 'kafka')).not.toContain(list);
    expect(permissionsOf(roleOf(buy, scram), 'kafka')).toEqual([`kafka:GetBootstrapBrokers ${cluster}`]);
  });

  it('a role that neither reads nor writes topics opens nothing', () => {
    expect(permissionsOf(roleOf(look, scram), 'secretsmanager').filter((pair) => pair === read)).toEqual([]);
    expect(permissionsOf(roleOf(look, scram), 'kafka')).toEqual([]);
    expect(permissionsOf(roleOf(look, scram), 'kms')).toEqual([]);
  });
});

describe('the secrets that functions read at run time', () => {
  const arnOf = (name: string) => stage[name] ?? '';
  const read = (name: string) => `secretsmanager:GetSecretValue ${arnOf(name)}`;

  it('are opened to those that need them, each by its own ARN', () => {
    expect(permissionsOf(roleOf(countOrders), 'secretsmanager')).toEqual([read('DigestSecretArn')]);
    expect(permissionsOf(roleOf(buy), 'secretsmanager')).toEqual(
      [read('CallbackSecretArn'), read('DigestSecretArn'), read('TokenKeysSecretArn')].toSorted(),
    );
    expect(permissionsOf(roleOf(buy), 'kms')).toEqual([]);
  });

  it('are decrypted by a key of the account’s own, where the stage names one', () => {
    const SecretsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/5e6f7a8b';
    const role = roleOf(look, { ...stage, SecretsKeyArn });
    expect(permissionsOf(role, 'kms')).toEqual([`kms:Decrypt ${SecretsKeyArn}`]);
    const decrypting = statementsOf(role).find(({ Action }) => Action.includes('kms:Decrypt'));
    const service = 'secretsmanager.eu-central-1.amazonaws.com';
    expect(decrypting?.Condition).toEqual({ StringEquals: { 'kms:ViaService': service } });
  });
});
