import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { expect, it, onTestFinished } from 'vitest';
import { mailCheck, secretChecks, tablesCheck } from '../../../lib/diagnosis/accountChecks.ts';
import { diagnose } from '../../../lib/diagnosis/diagnose.ts';
import { endpointChecks } from '../../../lib/diagnosis/endpoints.ts';
import { findingOf } from '../../../lib/diagnosis/finding.ts';
import { kafkaFindings } from '../../../lib/diagnosis/kafkaChecks.ts';
import { type Place, reach } from '../../../lib/diagnosis/reach.ts';
import type { Settings } from '../../../lib/settings/settings.ts';
import { dynamoClient } from '../../../lib/store/dynamoClient.ts';
import { scriptedHttp } from '../errors/scriptedHttp.ts';

/** Takes connections, and says nothing. */
async function mute(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
const local = (port: number, isTls = false): Place => ({ host: '127.0.0.1', port, isTls });
const run = (check: { run(): Promise<string> }) => check.run();

it('reaches a host that takes connections', async () => {
  const port = await mute();
  expect(await reach(local(port))).toBe(`127.0.0.1:${port} answers`);
});

it.each<[string, () => Promise<Place>, RegExp]>([
  [
    'a name that is none',
    async () => ({ host: 'nobody.invalid', port: 443, isTls: true }),
    /^its name does not resolve \(/,
  ],
  ['a port where nobody listens', async () => local(1), /^no connection to 127\.0\.0\.1:1 \(ECONNREFUSED\)$/],
  [
    'a host that speaks no TLS',
    async () => local(await mute(), true),
    /^no TLS with 127\.0\.0\.1:\d+ \(time is over\)$/,
  ],
])('says of %s which step failed', async (_, place, said) => {
  await expect(reach(await place(), 200)).rejects.toThrow(said);
});

it('a check that never ends is wrong when its time is over, and says what to do', async () => {
  const stuck = { name: 'stuck', run: () => new Promise<string>(() => undefined), mend: 'Mend it' };
  expect(await findingOf(stuck, 20)).toEqual({
    check: 'stuck',
    isRight: false,
    says: 'no answer within 20 ms. Mend it',
  });
});

it('knows the endpoints of functions and pollers, and asks for MSK’s only where brokers are looked up', async () => {
  const hosts: string[] = [];
  const note = async ({ host, port, isTls }: Place) => {
    hosts.push(`${host}:${port} ${isTls}`);
    return 'there';
  };
  await Promise.all(endpointChecks('eu-central-1', false, note).map(run));
  expect(hosts).toEqual([
    'dynamodb.eu-central-1.amazonaws.com:443 true',
    's3.eu-central-1.amazonaws.com:443 true',
    'secretsmanager.eu-central-1.amazonaws.com:443 true',
    'lambda.eu-central-1.amazonaws.com:443 true',
    'sts.eu-central-1.amazonaws.com:443 true',
    'email.eu-central-1.amazonaws.com:443 true',
    'sms-voice.eu-central-1.amazonaws.com:443 true',
  ]);
  hosts.length = 0;
  await Promise.all(endpointChecks('cn-north-1', true, note).map(run));
  expect(hosts).toContain('kafka.cn-north-1.amazonaws.com.cn:443 true');
});

it('never tells the text of a secret, read or not', async () => {
  const text = 'whsec_dG9wIHNlY3JldA==';
  const [right] = secretChecks({ CALLBACK_SECRET_ARN: { read: async () => text } });
  expect(right && (await findingOf(right))).toEqual({
    check: 'secret CALLBACK_SECRET_ARN',
    isRight: true,
    says: 'can be read',
  });
  const failing = async () => {
    throw new Error(`AccessDenied: secret=${text}`);
  };
  const [wrong] = secretChecks({ CALLBACK_SECRET_ARN: { read: failing } });
  const finding = wrong && (await findingOf(wrong));
  expect(finding).toMatchObject({ isRight: false, says: expect.stringContaining('SecretsKeyArn') });
  expect(JSON.stringify(finding)).not.toContain(text);
});

/** A service of AWS that always answers this. */
const answering = (status: number, answer: unknown) =>
  scriptedHttp((response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  });

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

it.each([
  [
    { ProductionAccessEnabled: true, SendingEnabled: true, SendQuota: { MaxSendRate: 14 } },
    'SES is in production, 14 a second',
  ],
  [
    { ProductionAccessEnabled: false, SendingEnabled: true },
    'SES is in its sandbox: it sends to verified recipients only',
  ],
])('tells a sandbox from production', async (account, said) => {
  const endpoint = await answering(200, account);
  const check = mailCheck(new SESv2Client({ endpoint, credentials, region: 'eu-central-1' }));
  expect(await check.run()).toContain(said);
});

it('takes an account that may not send for wrong', async () => {
  const endpoint = await answering(200, { SendingEnabled: false });
  const check = mailCheck(new SESv2Client({ endpoint, credentials, region: 'eu-central-1' }));
  await expect(check.run()).rejects.toThrow('SES has switched sending off');
});

it('names tables that are missing', async () => {
  const missing = { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message: 'no' };
  const endpoint = await answering(400, missing);
  const check = tablesCheck(dynamoClient({ endpoint, credentials, region: 'eu-central-1' }), [
    'shop-carts',
    'shop-users',
  ]);
  await expect(check.run()).rejects.toThrow('not ready: shop-carts (missing), shop-users (missing)');
});

it('stops at brokers that nobody reaches, and names what lets them be reached', async () => {
  const access = { brokers: async () => ['127.0.0.1:1'], security: async () => ({}) };
  const findings = await kafkaFindings(access, { topics: [], prefix: '', isTls: false });
  expect(findings.map(({ check, isRight }) => [check, isRight])).toEqual([
    ['brokers', true],
    ['broker 127.0.0.1:1', false],
  ]);
  expect(findings[1]?.says).toContain("Let the brokers' security group take their port");
});

it('diagnoses a stage on AWS alone', async () => {
  const local = { settings: { ADAPTERS: 'local' } as Settings, now: Date.now };
  await expect(diagnose({ topics: [], tables: [] }, local)).rejects.toThrow('only a stage on AWS is diagnosed');
});
