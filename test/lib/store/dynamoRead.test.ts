import { describe, expect, it } from 'vitest';
import { ref } from '../../../lib/store/store.ts';
import { things } from '../../contracts/store/given.ts';
import { done, scriptedDynamo } from './scriptedDynamo.ts';

const place = ref(things, 'a');
const item = { pk: 'a', sk: '-' };

describe('a read on DynamoDB', () => {
  const keys = (pk: string) => ({ things: { Keys: [{ pk: { S: pk }, sk: { S: '-' } }], ConsistentRead: true } });
  const one = (pk: string, left: object = {}) =>
    done({ Responses: { things: [{ pk: { S: pk }, sk: { S: '-' } }] }, UnprocessedKeys: left });

  it('asks again for what was left out', async () => {
    const { store, requests } = await scriptedDynamo(
      one('a', keys('b')),
      done({ UnprocessedKeys: keys('b') }),
      one('b'),
    );
    expect(await store.read([ref(things, 'b'), place])).toEqual([{ pk: 'b', sk: '-' }, item]);
    expect(requests.map((request) => request['RequestItems'])).toEqual([
      {
        things: {
          Keys: [
            { pk: { S: 'b' }, sk: { S: '-' } },
            { pk: { S: 'a' }, sk: { S: '-' } },
          ],
          ConsistentRead: true,
        },
      },
      keys('b'),
      keys('b'),
    ]);
  });

  it('is throttled when nothing comes for a while', async () => {
    const { store, requests } = await scriptedDynamo(done({ UnprocessedKeys: keys('a') }));
    await expect(store.read([place])).rejects.toMatchObject({ code: 'THROTTLED' });
    expect(requests).toHaveLength(7);
  });
});
