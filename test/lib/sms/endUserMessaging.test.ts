import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { endUserMessaging } from '../../../lib/sms/endUserMessaging.ts';
import { freePort } from '../../../local/freePort.ts';
import { smsContract } from '../../contracts/sms.ts';

const origination = 'arn:aws:sms-voice:eu-west-1:123456789012:pool/pool-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const at = (endpoint: string, more = {}) =>
  endUserMessaging({
    ...{ origination, configurationSet: '', maxPrice: '', ...more },
    aws: { endpoint, region: 'eu-west-1', credentials },
  });
const within = (ms: number, key = 'key-1') => ({ key, signal: AbortSignal.timeout(ms) });
const message = { to: '+4930123456', body: 'Hi' };

interface Asked {
  target: string | undefined;
  type: string | undefined;
  body: Record<string, unknown>;
}

interface Answer {
  status: number;
  error?: string;
  members?: object;
  headers?: Record<string, string>;
}

/** A server that speaks AWS JSON 1.0, as the service does; `answer` is the next one, where it is another than success. */
function messagingServer() {
  const asked: Asked[] = [];
  const state: { server?: Server; url: string; answer: Answer | 'nothing' | 'hang up' | undefined } = {
    url: '',
    answer: undefined,
  };
  const server = createServer(async (incoming, response) => {
    const chunks = await incoming.toArray();
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const target = incoming.headers['x-amz-target'];
    asked.push({ target: String(target), type: incoming.headers['content-type'], body });
    const { answer } = state;
    if (answer === 'hang up') incoming.socket.destroy();
    if (typeof answer === 'string') return;
    const isOptedOut = body.DestinationPhoneNumber === '+4930999999';
    const { status, error, members, headers = {} } = answer ?? (isOptedOut ? optedOut : { status: 200 });
    const reply = error === undefined ? { MessageId: `m-${asked.length}` } : { __type: error, ...members };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers }).end(JSON.stringify(reply));
  });
  return { server, asked, state };
}

const optedOut: Answer = {
  status: 400,
  error: 'ConflictException',
  members: { Message: '+4930999999 opted out', Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
};

const { server, asked, state } = messagingServer();

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  state.answer = undefined;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('SMS by AWS End User Messaging', () => {
  smsContract({
    sms: () => at(state.url),
    received: async () =>
      asked
        .filter(({ body }) => body['DestinationPhoneNumber'] !== '+4930999999')
        .map(({ body }) => ({ to: String(body['DestinationPhoneNumber']), body: String(body['MessageBody']) })),
    optedOut: '+4930999999',
  });

  it('names the identity, and configuration set, price and key where there are such', async () => {
    await at(state.url).send(message, within(5_000, 'no key of AWS’s '));
    expect(asked.at(-1)).toEqual({
      target: 'PinpointSMSVoiceV2.SendTextMessage',
      type: 'application/x-amz-json-1.0',
      body: {
        OriginationIdentity: 'arn:aws:sms-voice:eu-west-1:123456789012:pool/pool-1',
        MessageType: 'TRANSACTIONAL',
        DestinationPhoneNumber: '+4930123456',
        MessageBody: 'Hi',
      },
    });
    await at(state.url, { configurationSet: 'shop', maxPrice: '0.25' }).send(message, within(5_000, 'q1_Zk-9'));
    expect(asked.at(-1)?.body).toMatchObject({
      ConfigurationSetName: 'shop',
      MaxPrice: '0.25',
      Context: { key: 'q1_Zk-9' },
    });
  });

  const field = (name: string) => ({ Reason: 'FIELD_VALIDATION_FAILED', Fields: [{ Name: name, Message: 'no' }] });
  it.each<[number, string, object, string]>([
    [400, 'ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' }, 'ADDRESS_REFUSED'],
    [400, 'ConflictException', { Reason: 'DESTINATION_PHONE_NUMBER_NOT_VERIFIED' }, 'DEPENDENCY_UNAVAILABLE'],
    [400, 'ConflictException', { Reason: 'NO_ORIGINATION_IDENTITIES_FOUND' }, 'DEPENDENCY_UNAVAILABLE'],
    [400, 'ConflictException', { Reason: 'NUMBER_CAPABILITIES_MISMATCH' }, 'DEPENDENCY_UNAVAILABLE'],
    [400, 'ResourceNotFoundException', { ResourceType: 'pool', ResourceId: 'pool-1' }, 'DEPENDENCY_UNAVAILABLE'],
    [
      400,
      'ServiceQuotaExceededException',
      { Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' },
      'DEPENDENCY_UNAVAILABLE',
    ],
    [400, 'ServiceQuotaExceededException', { Reason: 'DAILY_DESTINATION_CALL_LIMIT' }, 'REQUEST_REFUSED'],
    [400, 'ValidationException', { Reason: 'DESTINATION_COUNTRY_BLOCKED' }, 'ADDRESS_REFUSED'],
    [400, 'ValidationException', { Reason: 'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY' }, 'REQUEST_REFUSED'],
    [400, 'ValidationException', { Reason: 'PRICE_OVER_THRESHOLD' }, 'REQUEST_REFUSED'],
    [400, 'ValidationException', field('DestinationPhoneNumber'), 'ADDRESS_REFUSED'],
    [400, 'ValidationException', field('OriginationIdentity'), 'DEPENDENCY_UNAVAILABLE'],
    [400, 'ValidationException', field('MessageBody'), 'REQUEST_REFUSED'],
    [400, 'ValidationException', {}, 'REQUEST_REFUSED'],
    [400, 'ThrottlingException', {}, 'THROTTLED'],
    [400, 'AccessDeniedException', { Reason: 'ACCOUNT_DISABLED' }, 'NOT_AUTHORISED'],
    [400, 'UnrecognizedClientException', {}, 'NOT_AUTHORISED'],
    [500, 'InternalServerException', { RequestId: 'r-1' }, 'DEPENDENCY_FAILED'],
    [418, 'TeapotException', {}, 'UNKNOWN'],
  ])('calls %i %s %j %s, tells no number, and tries once only', async (status, error, members, code) => {
    state.answer = { status, error, members: { Message: 'for +4930123456', ...members } };
    const before = asked.length;
    const fault = await at(state.url)
      .send(message, within(5_000))
      .catch((thrown: unknown) => thrown);
    expect(fault).toMatchObject({ code });
    expect((fault as Error).message).not.toContain('4930123456');
    expect((fault as Error).message).toContain(error);
    expect(asked.length - before).toBe(1);
  });

  it('says how long AWS asks to wait, where it does', async () => {
    state.answer = { status: 400, error: 'ThrottlingException', headers: { 'retry-after': '7' } };
    const told = { code: 'THROTTLED', retryAfterMs: 7_000 };
    await expect(at(state.url).send(message, within(5_000))).rejects.toMatchObject(told);
  });

  it.each(['nothing', 'hang up'] as const)(
    'says TIMED_OUT when AWS answers by %s: it may have been sent',
    async (answer) => {
      state.answer = answer;
      await expect(at(state.url).send(message, within(200))).rejects.toMatchObject({ code: 'TIMED_OUT' });
    },
  );

  it('says DEPENDENCY_UNAVAILABLE where nobody listens: nothing was sent', async () => {
    const nowhere = at(`http://127.0.0.1:${await freePort()}`);
    await expect(nowhere.send(message, within(5_000))).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});
