import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Email } from '../../../lib/mail/mail.ts';
import { mail as mailPort } from '../../../lib/mail/port.ts';
import { sesMail } from '../../../lib/mail/ses.ts';
import { freePort } from '../../../local/freePort.ts';
import { mailContract } from '../../contracts/mail.ts';
import { realPart } from '../../real/available.ts';

const from = 'no-reply@example.com';
const email = { to: ['a@example.com'], subject: 'Hi', text: 'Hi', html: '<p>Hi</p>' };
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const mailAt = (endpoint: string) => sesMail({ from, aws: { endpoint, region: 'eu-west-1', credentials } });
const within = (ms: number, key = 'key-1') => ({ key, signal: AbortSignal.timeout(ms) });

const emulator = await realPart('sesLocal');

describe.runIf(emulator)('e-mail by SES, emulated', () => {
  const mail = mailAt(emulator ?? '');

  async function received(): Promise<Email[]> {
    const response = await fetch(`${emulator}/store`);
    const store = (await response.json()) as { emails: Stored[] };
    return store.emails.map(({ destination, subject, body }) => ({ to: destination.to, subject, ...body }));
  }

  mailContract({ mail: () => mail, received });
});

interface Stored {
  destination: { to: string[] };
  subject: string;
  body: { text: string; html: string };
}

describe('e-mail by SES', () => {
  let server: Server;
  let url: string;
  /** The next answer of SES, and the last request to it. */
  let answer:
    | { status: number; error?: string; message?: string; more?: Record<string, string> }
    | 'nothing'
    | 'hang up';
  let request: { body: Record<string, unknown> };
  let requests = 0;

  beforeAll(async () => {
    server = createServer(async (incoming, response) => {
      requests += 1;
      const chunks = await incoming.toArray();
      request = { body: JSON.parse(Buffer.concat(chunks).toString()) };
      if (answer === 'hang up') incoming.socket.destroy();
      if (typeof answer === 'string') return;
      const headers = { ...(answer.error && { 'x-amzn-errortype': answer.error }), ...answer.more };
      response.writeHead(answer.status, headers).end(JSON.stringify({ MessageId: 'm-1', message: answer.message }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('names the sender, and carries the key as a tag where SES can take it', async () => {
    answer = { status: 200 };
    await mailAt(url).send(email, within(5_000, 'sendWelcomeEmail-q1_Zk-9'));
    expect(request.body).toEqual({
      FromEmailAddress: 'no-reply@example.com',
      Destination: { ToAddresses: ['a@example.com'] },
      Content: {
        Simple: {
          Subject: { Data: 'Hi', Charset: 'UTF-8' },
          Body: { Text: { Data: 'Hi', Charset: 'UTF-8' }, Html: { Data: '<p>Hi</p>', Charset: 'UTF-8' } },
        },
      },
      EmailTags: [{ Name: 'idempotency-key', Value: 'sendWelcomeEmail-q1_Zk-9' }],
    });
    await mailAt(url).send(email, within(5_000, 'sendWelcomeEmail/u-1'));
    expect(request.body).toMatchObject({ EmailTags: [] });
  });

  it.each([
    [400, 'BadRequestException', "Missing final '@domain'", 'ADDRESS_REFUSED'],
    [400, 'MessageRejected', 'Address blacklisted.', 'ADDRESS_REFUSED'],
    [400, 'MessageRejected', 'Email address is not verified.', 'DEPENDENCY_UNAVAILABLE'],
    [400, 'MailFromDomainNotVerifiedException', 'no', 'DEPENDENCY_UNAVAILABLE'],
    [400, 'SendingPausedException', 'paused', 'DEPENDENCY_UNAVAILABLE'],
    [400, 'AccountSuspendedException', 'suspended', 'DEPENDENCY_UNAVAILABLE'],
    [404, 'NotFoundException', 'no configuration set', 'DEPENDENCY_UNAVAILABLE'],
    [429, 'TooManyRequestsException', 'Too many requests', 'THROTTLED'],
    [400, 'LimitExceededException', 'Daily message quota exceeded', 'THROTTLED'],
    [403, 'AccessDeniedException', 'not authorized to perform ses:SendEmail', 'NOT_AUTHORISED'],
    [403, 'UnrecognizedClientException', 'The security token is invalid', 'NOT_AUTHORISED'],
    [500, 'InternalServiceErrorException', 'oops', 'DEPENDENCY_FAILED'],
    [503, 'ServiceUnavailable', 'oops', 'DEPENDENCY_FAILED'],
    [418, 'TeapotException', 'short and stout', 'UNKNOWN'],
  ])('calls %i %s (%s) %s, and tries once only', async (status, error, message, code) => {
    answer = { status, error, message };
    const before = requests;
    await expect(mailAt(url).send(email, within(5_000))).rejects.toMatchObject({ code });
    expect(requests - before).toBe(1);
  });

  const failed = 'Email address is not verified. The following identities failed the check in region EU-WEST-1:';

  it.each([
    ['a@example.com', 'ADDRESS_REFUSED'],
    ['Some Body <a@example.com>, b@example.com', 'ADDRESS_REFUSED'],
    ['no-reply@example.com', 'DEPENDENCY_UNAVAILABLE'],
    ['a@example.com, Shop <No-Reply@Example.com>', 'DEPENDENCY_UNAVAILABLE'],
    ['', 'DEPENDENCY_UNAVAILABLE'],
  ])('tells a recipient that is not verified from a sender: %s is %s', async (identities, code) => {
    answer = { status: 400, error: 'MessageRejected', message: `${failed} ${identities}` };
    const told: string[] = [];
    const aws = { endpoint: url, region: 'eu-west-1', credentials };
    const mail = sesMail({ from, aws, onUnverifiedSender: () => told.push('sender') });
    const fault = await mail.send(email, within(5_000)).catch((error: unknown) => error as Error);
    expect(fault).toMatchObject({ code });
    expect(String(fault?.message)).not.toContain('a@example.com');
    expect(told).toEqual(code === 'DEPENDENCY_UNAVAILABLE' ? ['sender'] : []);
  });

  it('names the configuration set whose events tell of bounces and complaints', async () => {
    answer = { status: 200 };
    const aws = { endpoint: url, region: 'eu-west-1', credentials };
    await sesMail({ from, configurationSet: 'shop-mail', aws }).send(email, within(5_000));
    expect(request.body).toMatchObject({ ConfigurationSetName: 'shop-mail' });
  });

  it('says at warn, once a minute, that the sender is not verified', async () => {
    answer = { status: 400, error: 'MessageRejected', message: `${failed} ${from}` };
    vi.stubEnv('AWS_ENDPOINT_URL', url);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    let now = 0;
    const warned: string[] = [];
    const log = { warn: (name: string) => void warned.push(name) };
    const settings = { MAIL_FROM: from, MAIL_CONFIGURATION_SET: '' };
    const mail = await mailPort.aws({ name: 'tests', settings, log, now: () => now });
    const send = () => mail.send(email, within(5_000)).catch(() => undefined);
    await send();
    await send();
    now = 59_999;
    await send();
    expect(warned).toEqual(['mail.sender-not-verified']);
    now = 60_000;
    await send();
    expect(warned).toEqual(['mail.sender-not-verified', 'mail.sender-not-verified']);
  });

  it('says how long SES asks to wait, where it does', async () => {
    const throttled = { status: 429, error: 'TooManyRequestsException', message: 'Too many requests' };
    answer = { ...throttled, more: { 'retry-after': '7' } };
    const told = { code: 'THROTTLED', retryAfterMs: 7_000 };
    await expect(mailAt(url).send(email, within(5_000))).rejects.toMatchObject(told);
    answer = throttled;
    const untold = { code: 'THROTTLED', retryAfterMs: undefined };
    await expect(mailAt(url).send(email, within(5_000))).rejects.toMatchObject(untold);
  });

  it('says TIMED_OUT when the time is over before SES answers', async () => {
    answer = 'nothing';
    const startedAt = Date.now();
    await expect(mailAt(url).send(email, within(100))).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(Date.now() - startedAt).toBeLessThan(1_000);
  });

  it('says TIMED_OUT when the connection breaks before SES answers, as the SDK does: it may have been sent', async () => {
    answer = 'hang up';
    await expect(mailAt(url).send(email, within(5_000))).rejects.toMatchObject({ code: 'TIMED_OUT' });
  });

  it('says DEPENDENCY_UNAVAILABLE where nobody listens: nothing was sent', async () => {
    const nowhere = mailAt(`http://127.0.0.1:${await freePort()}`);
    await expect(nowhere.send(email, within(5_000))).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });
});
