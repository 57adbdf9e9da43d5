import type { Context } from 'aws-lambda';
import { expect, it, vi } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import type { Engine } from '../../../lib/connect/engine.ts';
import { publishes } from '../../../lib/declare/uses.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import type { Objects } from '../../../lib/objects/objects.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { record } from '../../contracts/broker/given.ts';
import { countOrders, orderCounted } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

/** Calls that note the end of their time; none of them ends by itself. */
function listening() {
  const heard: string[] = [];
  const until = (call: string, signal?: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        heard.push(call);
        reject(signal.reason);
      });
    });
  const objects: Objects = {
    put: (_, __, signal) => until('put', signal),
    get: (_, signal) => until('get', signal),
    remove: (_, signal) => until('remove', signal),
  };
  const publish: Producer['publish'] = (_, signal) => until('publish', signal);
  return { heard, objects, publish };
}

const everyCall = ({ connections: { objects, producer } }: Engine, signal?: AbortSignal) =>
  Promise.allSettled([
    objects.put('a', Buffer.from('x'), signal),
    objects.get('a', signal),
    objects.remove('a', signal),
    producer.publish([record('orders', '21', 'x')], signal),
  ]);

async function givenLambda(work: (engine: Engine) => Promise<unknown>) {
  const platform = await openPlatform([countOrders]);
  const { heard, objects, publish } = listening();
  const open = platform.open(({ producer }) => ({ objects, producer: { ...producer, publish } }));
  const handler = lambda(countOrders, (_event, engine) => work(engine), open);
  const invoke = (remainingMs: number) => {
    const endsAt = Date.now() + remainingMs;
    const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => endsAt - Date.now() } as Context;
    return handler({}, context).catch(() => undefined);
  };
  return { heard, invoke };
}

const all = ['get', 'publish', 'put', 'remove'];

it('ends calls that have no limit of their own with the invocation', async () => {
  const { heard, invoke } = await givenLambda((engine) => everyCall(engine));
  await invoke(500);
  await vi.waitFor(() => expect(heard.toSorted()).toEqual(all));
});

it('ends calls that have one at that', async () => {
  const { heard, invoke } = await givenLambda((engine) => everyCall(engine, AbortSignal.timeout(50)));
  const startedMs = Date.now();
  await invoke(20_000);
  expect(heard.toSorted()).toEqual(all);
  expect(Date.now() - startedMs).toBeLessThan(5_000);
});

it('ends what an HTTP function publishes with its invocation, before the time that a commit waits is over', async () => {
  const route = { method: 'POST', path: '/counts', action: 'count', summary: '', access: 'open', answers: {} } as const;
  const config = httpConfig({ name: 'counts', routes: [route], uses: [publishes(orderCounted)] });
  const platform = await openPlatform([config]);
  const { heard, publish } = listening();
  const open = platform.open(({ producer }) => ({ producer: { ...producer, publish } }), { PUBLISH_LIMIT_MS: '20000' });
  const count: Command = {
    decide: () => answer(201, {}, commit({ events: [orderCounted({ order_id: 'order-1', count: 1 })] })),
  };
  const handler = api(config, { count }, open);
  const endsAt = Date.now() + 500;
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => endsAt - Date.now() } as Context;
  await handler(toHttpEvent(), context);
  await vi.waitFor(() => expect(heard).toEqual(['publish']));
});

/** An event of API Gateway, with the fields that the frame reads. */
function toHttpEvent() {
  const http = { method: 'POST', path: '/counts', sourceIp: '127.0.0.1' };
  return { version: '2.0', headers: {}, requestContext: { http }, rawPath: '/counts' } as never;
}
