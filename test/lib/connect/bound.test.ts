import type { Context } from 'aws-lambda';
import { expect, it, vi } from 'vitest';
import type { Engine } from '../../../lib/connect/engine.ts';
import { lambda } from '../../../lib/lambda/lambda.ts';
import type { Objects } from '../../../lib/objects/objects.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { record } from '../../contracts/broker/given.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

/** What each call hears of the end of its time; none of them ends by itself. */
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
  await invoke(100);
  await vi.waitFor(() => expect(heard.toSorted()).toEqual(all));
});

it('ends calls that have one at that', async () => {
  const { heard, invoke } = await givenLambda((engine) => everyCall(engine, AbortSignal.timeout(50)));
  const startedMs = Date.now();
  await invoke(20_000);
  expect(heard.toSorted()).toEqual(all);
  expect(Date.now() - startedMs).toBeLessThan(5_000);
});
