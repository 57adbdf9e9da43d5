import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { invokeLater } from '../../../lib/invoke/invokeLater.ts';
import { awsProducer } from '../../../lib/producer/awsProducer.ts';
import { mskBrokers } from '../../../lib/producer/mskBrokers.ts';
import { secretText } from '../../../lib/producer/secretText.ts';
import type { KafkaAuth } from '../../../lib/settings/kafkaAuth.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { record } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';

const arn = 'arn:aws:kafka:eu-west-1:123456789012:cluster/shop/0a1b2c3d-4e5f-6a7b-8c9d-0e1f2a3b4c5d-6';
const where = { region: 'eu-west-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** Answers like AWS over HTTP, and notes the requests. */
async function aws(status: number, answer: unknown, errorType?: string) {
  const asked: { method: string; path: string; body: string; headers: NodeJS.Dict<string | string[]> }[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path: decodeURIComponent(path), body: await text(request), headers });
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(errorType && { 'x-amzn-errortype': errorType }),
    });
    response.end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

// The field names are those of AWS's API reference for GetBootstrapBrokers.
const listeners = {
  bootstrapBrokerString: 'b-1.shop:9092,b-2.shop:9092',
  bootstrapBrokerStringTls: 'b-1.shop:9094,b-2.shop:9094',
  bootstrapBrokerStringSaslScram: 'b-1.shop:9096,b-2.shop:9096',
  bootstrapBrokerStringSaslIam: 'b-1.shop:9098,b-2.shop:9098',
};

describe('the brokers of an MSK cluster', () => {
  it.each<[KafkaAuth, number]>([
    ['iam', 9098],
    ['scram', 9096],
    ['mtls', 9094],
    ['tls', 9094],
    ['none', 9092],
  ])('are, for %s, those of port %i', async (auth, port) => {
    const { endpoint, asked } = await aws(200, listeners);
    expect(await mskBrokers(arn, auth, { ...where, endpoint })).toEqual([`b-1.shop:${port}`, `b-2.shop:${port}`]);
    expect(asked).toMatchObject([{ method: 'GET', path: `/v1/clusters/${arn}/bootstrap-brokers` }]);
  });

  it('are none where the cluster does not listen that way: the setting is named', async () => {
    const { endpoint } = await aws(200, { bootstrapBrokerString: 'b-1.shop:9092' });
    await expect(mskBrokers(arn, 'iam', { ...where, endpoint })).rejects.toMatchObject({
      code: 'SETTINGS_INVALID',
      message: expect.stringContaining('KAFKA_AUTH=iam'),
    });
  });

  it.each([
    [403, 'ForbiddenException', 'NOT_AUTHORISED'],
    [404, 'NotFoundException', 'SETTINGS_INVALID'],
    [400, 'SomethingElse', 'BROKER_UNAVAILABLE'],
  ])('answered %i %s mean %s', async (status, type, code) => {
    const { endpoint } = await aws(status, { message: 'no' }, type);
    await expect(mskBrokers(arn, 'iam', { ...where, endpoint })).rejects.toMatchObject({ code });
  });

  it('are asked for once, when something is first published', async () => {
    const { endpoint, asked } = await aws(200, { bootstrapBrokerString: '127.0.0.1:1' });
    vi.stubEnv('AWS_ENDPOINT_URL_KAFKA', endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    const producer = awsProducer(
      publishing,
      settingsWith({ KAFKA_CLUSTER_ARN: arn, KAFKA_AUTH: 'none' }),
      nobody,
      Date.now,
    );
    expect(asked).toHaveLength(0);
    for (const _ of ['first', 'again']) {
      const published = producer.publish([record('orders', '21', 'x')]);
      await expect(published).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    }
    expect(asked).toHaveLength(1);
    await producer.close();
  });
});

const publishing = { name: 'tests', compressionOf: () => 'none' as const };
const nobody = { region: async () => 'eu-west-1', credentials: async () => where.credentials };

function settingsWith(variables: Record<string, string>) {
  const environment = { ADAPTERS: 'aws', DIGEST_SECRET: 'a secret of at least thirty-two characters', ...variables };
  return parseSettings(environment).settings;
}

describe('settings of a producer on AWS', () => {
  it.each([
    [{}, 'KAFKA_BROKERS or KAFKA_CLUSTER_ARN'],
    [{ KAFKA_BROKERS: 'b-1.shop:9096', KAFKA_AUTH: 'scram' }, 'KAFKA_SECRET: needed with KAFKA_AUTH=scram'],
    [{ KAFKA_BROKERS: 'b-1.shop:9094', KAFKA_AUTH: 'mtls' }, 'KAFKA_SECRET: needed with KAFKA_AUTH=mtls'],
  ])('that are only %j are refused at the start', (variables, missing) => {
    expect(() => awsProducer(publishing, settingsWith(variables), nobody, Date.now)).toThrow(missing);
  });
});

const ministack = await realPart('ministack');

describe.runIf(ministack)('a secret', () => {
  const at = { ...where, endpoint: ministack ?? '' };

  it('is read from Secrets Manager by its name', async () => {
    const client = new SecretsManagerClient(at);
    const Name = `AmazonMSK_${Date.now()}`;
    await client.send(new CreateSecretCommand({ Name, SecretString: '{"username":"shop","password":"x"}' }));
    client.destroy();
    expect(await secretText(Name, at)).toBe('{"username":"shop","password":"x"}');
  });

  it('that is not there is a wrong setting', async () => {
    await expect(secretText('AmazonMSK_nowhere', at)).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
  });
});

it('calls another function without waiting for its answer', async () => {
  const { endpoint, asked } = await aws(202, {});
  await invokeLater('shop-test-relayOutbox', { ...where, endpoint });
  expect(asked).toMatchObject([
    {
      method: 'POST',
      path: '/2015-03-31/functions/shop-test-relayOutbox/invocations',
      body: '{}',
      headers: { 'x-amz-invocation-type': 'Event' },
    },
  ]);
});
