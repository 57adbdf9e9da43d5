import { describe, expect, test } from 'vitest';
import { commit, refuse } from '../../../lib/commit/commit.ts';
import { answer } from '../../../lib/http/action.ts';
import { api } from '../../../lib/http/api.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { request, config as things } from './givenPrices.ts';

const NO_ANSWER = 'return answer(…) or problem(…) (GET /prices)';

describe('what an HTTP action may not answer is a 500, and one line of the log', () => {
  test.each([
    ['find', { find: async () => undefined }, `prices.show.find returned undefined; ${NO_ANSWER}`],
    ['find, a body', { find: async () => ({ price: 5 }) }, `prices.show.find returned an object; ${NO_ANSWER}`],
    ['decide', { decide: () => undefined }, `prices.show.decide returned undefined; ${NO_ANSWER}`],
    ['decide, a commit', { decide: () => commit({}) }, `prices.show.decide returned commit(…); ${NO_ANSWER}`],
    [
      'async decide',
      { decide: async () => answer(200, {}) },
      'prices.show.decide must be synchronous: load what it needs in load (GET /prices)',
    ],
    [
      'async load',
      { load: async () => ({}), decide: () => answer(200, {}) },
      'prices.show.load must be synchronous: it names what is needed, and the engine loads it (GET /prices)',
    ],
    [
      'a status',
      { decide: () => answer('created' as never, {}) },
      'prices.show.decide answered with the status "created"; a status is a number from 200 to 599 (GET /prices)',
    ],
    [
      'a commit',
      { decide: () => answer(200, {}, refuse('no') as never) },
      'prices.show.decide returned refuse(…); return commit(…) (GET /prices)',
    ],
  ])('by %s', async (_, action, error) => {
    const platform = await openPlatform([things]);
    const handler = api(things, { show: action as never }, platform.open());
    const { statusCode } = await handler(request, {
      awsRequestId: 'r-1',
      getRemainingTimeInMillis: () => 10_000,
    } as never);
    const [line] = platform.lines.filter(({ message }) => message === 'request.failed');
    expect([statusCode, line?.['errorCode'], line?.['error']]).toEqual([
      500,
      'PROGRAMMER_ERROR',
      `a mistake in our own code: ${error}`,
    ]);
  });
});
