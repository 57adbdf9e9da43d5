import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { ref } from '../../../lib/store/store.ts';
import { config, moderateReview, reviews } from '../../fixtures/moderation.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { scriptedHttp } from '../errors/scriptedHttp.ts';

const review = (offset: number, orderId: string) =>
  recordOf({
    offset,
    key: orderId,
    value: { id: `e${offset}`, type: 'review.written', version: '1.0', order_id: orderId, text: 'a fine ring' },
  });

/** The consumer before a provider that answers as the test says, in order. */
async function moderatedBy(...answers: ((response: ServerResponse) => unknown)[]) {
  const keys: unknown[] = [];
  const url = await scriptedHttp((response) => {
    keys.push((response.req as IncomingMessage).headers['idempotency-key']);
    return answers[keys.length - 1]?.(response);
  });
  const platform = await openPlatform([config]);
  const open = platform.open(undefined, { MODERATION_URL: url });
  const handler = delivery(config, { 'review.written': moderateReview }, { open });
  const { store } = (await open(config)).connections;
  const verdictOf = async (id: string) => (await store.read([ref(reviews, id)]))[0]?.['verdict'];
  return { platform, handler, keys, verdictOf };
}

const says = (verdict: string) => (response: ServerResponse) => response.end(JSON.stringify({ verdict }));
const fails = (status: number) => (response: ServerResponse) => response.writeHead(status).end();

it('the verdict of a provider is kept, once, with the claim that it was asked for', async () => {
  const { platform, handler, keys, verdictOf } = await moderatedBy(says('blocked'));
  expect((await platform.invoke(handler, [review(0, 'o-1')])).outcomes).toEqual(['handled']);
  expect((await platform.invoke(handler, [review(0, 'o-1')])).outcomes).toEqual(['duplicate']);
  expect([await verdictOf('o-1'), keys.length]).toEqual(['blocked', 1]);
});

it('a provider that fails is asked again under the same key', async () => {
  const { platform, handler, keys, verdictOf } = await moderatedBy(fails(503), says('fine'));
  const { reports } = await platform.invoke(handler, [review(0, 'o-1')]);
  expect(reports).toMatchObject([{ outcome: 'handled', attempts: 2 }]);
  expect(await verdictOf('o-1')).toBe('fine');
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});

it.each([
  ['refuses the text', fails(422), 'REQUEST_REFUSED'],
  ['answers something else', says('perhaps'), 'DEPENDENCY_FAILED'],
])('a provider that %s leaves a dead letter, and what is kept says so', async (_, answer, errorCode) => {
  const { platform, handler, verdictOf } = await moderatedBy(answer, answer, answer);
  const { reports } = await platform.invoke(handler, [review(0, 'o-1')]);
  expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode }]);
  expect(await verdictOf('o-1')).toBe('undecided');
});

it('a provider that lets nobody in keeps records waiting, and buries none', async () => {
  const { platform, handler, verdictOf } = await moderatedBy(fails(401));
  const { reports } = await platform.invoke(handler, [review(0, 'o-1')]);
  expect(reports).toMatchObject([{ outcome: 'handed-back', errorCode: 'NOT_AUTHORISED' }]);
  expect(await verdictOf('o-1')).toBeUndefined();
});
