import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ChannelCall } from '../../../lib/channel/channel.ts';
import { httpChannel } from '../../../lib/channel/http.ts';
import { freePort } from '../../../local/freePort.ts';

const secrets = ['whsec_bmV3IHNlY3JldCBvZiB0aGUgY2hhbm5lbA==', 'whsec_b2xkIHNlY3JldCBvZiB0aGUgY2hhbm5lbA=='];
const charge: ChannelCall = {
  operation: 'charge',
  reference: 'p-1',
  key: 'p-1',
  amountMinor: 4_999,
  currency: 'EUR',
  metadata: { cart: 'Zoë' },
};

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

const channelAt = (url: string) =>
  httpChannel({ url, secrets: { current: async () => secrets, renewed: async () => secrets }, now: Date.now });
const within = (ms: number) => ({ key: 'claim-1', signal: AbortSignal.timeout(ms) });

/** A provider that gives this answer; `null`: none. */
async function provider(answer: Answer | null) {
  const asked: { path: string | undefined; headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await incoming.toArray()).toString();
    asked.push({ path: incoming.url, headers: incoming.headers, body });
    if (answer) response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, channel: channelAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`) };
}

describe('the channel over HTTP', () => {
  it('signs its call by each secret, under the call’s own key, and takes the documented answer', async () => {
    const { asked, channel } = await provider({
      body: '{"status":"declined","failure_code":"NO_FUNDS","failure_message":"Not enough.","more":1}',
    });
    expect(await channel.send(charge, within(10_000))).toEqual({
      status: 'declined',
      failureCode: 'NO_FUNDS',
      failureMessage: 'Not enough.',
    });
    const [{ path, headers, body } = { path: '', headers: {}, body: '' }] = asked;
    expect([path, headers['idempotency-key'], headers['webhook-id']]).toEqual(['/v1/charge', 'p-1', 'p-1']);
    expect(JSON.parse(body)).toEqual({
      operation: 'charge',
      reference: 'p-1',
      amount: 4999,
      currency: 'EUR',
      metadata: { cart: 'Zoë' },
    });
    for (const secret of secrets) {
      expect(() => new Webhook(secret).verify(body, headers as Record<string, string>)).not.toThrow();
    }
  });

  it('tells a reversal whether the charge is known', async () => {
    const { asked, channel } = await provider({ body: '{"status":"nothing"}' });
    const { metadata: _, ...reversal } = { ...charge, operation: 'reversal' as const, key: 'p-1-reversal-1' };
    await channel.send({ ...reversal, isCharged: false }, within(10_000));
    expect([asked[0]?.path, JSON.parse(asked[0]?.body ?? '')]).toEqual([
      '/v1/reversal',
      { operation: 'reversal', reference: 'p-1', amount: 4999, currency: 'EUR', charged: false },
    ]);
  });

  const elsewhere = { location: 'http://127.0.0.1:9/' };
  it.each<[string, Answer | null, string]>([
    ['an overloaded provider', { status: 429, headers: { 'retry-after': '7' } }, 'THROTTLED'],
    ['a provider that knows no such signature', { status: 401 }, 'NOT_AUTHORISED'],
    ['a refusal', { status: 422 }, 'REQUEST_REFUSED'],
    ['a redirect, which is not followed', { status: 307, headers: elsewhere }, 'REQUEST_REFUSED'],
    ['a failure', { status: 500 }, 'DEPENDENCY_FAILED'],
    ['success without a body', {}, 'DEPENDENCY_FAILED'],
    ['another status', { body: '{"status":"ok"}' }, 'DEPENDENCY_FAILED'],
    ['HTML', { body: '<html>' }, 'DEPENDENCY_FAILED'],
    ['too long an answer', { body: `{"status":"approved","more":"${'x'.repeat(70_000)}"}` }, 'DEPENDENCY_FAILED'],
    ['no answer', null, 'TIMED_OUT'],
  ])('takes %s for a fault', async (_, answer, code) => {
    const { asked, channel } = await provider(answer);
    const sent = channel.send(charge, within(answer ? 10_000 : 200));
    await expect(sent).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });

  it('knows that nothing was sent where nobody listens', async () => {
    const sent = channelAt(`http://127.0.0.1:${await freePort()}`).send(charge, within(10_000));
    await expect(sent).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('bounds what the provider says', async () => {
    const long = JSON.stringify({ status: 'declined', failure_code: 'é'.repeat(5_000) });
    const { failureCode = '' } = await (await provider({ body: long })).channel.send(charge, within(10_000));
    expect(failureCode.length).toBeLessThan(300);
  });
});
