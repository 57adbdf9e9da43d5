import { expect, it } from 'vitest';
import { change, putIfAbsent, ref, remove } from '../../../lib/store/store.ts';
import { owned, things } from '../../contracts/store/given.ts';
import { done, scriptedDynamo } from './scriptedDynamo.ts';

it('asks DynamoDB the same for the same writes, whatever the order of their attributes', async () => {
  const { store, requests } = await scriptedDynamo(done({}));
  await store.transact([putIfAbsent(things, { pk: 'a', sk: '-', n: 1, map: { x: 1, y: 2 } })], 'token');
  await store.transact([putIfAbsent(things, { map: { y: 2, x: 1 }, n: 1, sk: '-', pk: 'a' })], 'token');
  expect(JSON.stringify(requests[1])).toBe(JSON.stringify(requests[0]));
});

it('reads tables consistently on DynamoDB, and indexes as they are', async () => {
  const { store, requests } = await scriptedDynamo(done({ Items: [] }));
  await store.query({ table: owned, partition: 'a' });
  await store.query({ table: owned, index: 'byOwner', partition: 'a' });
  expect(requests[0]).toMatchObject({ TableName: 'owned', ConsistentRead: true });
  expect(requests[1]).toMatchObject({ TableName: 'owned', IndexName: 'byOwner' });
  expect(requests[1]).not.toHaveProperty('ConsistentRead');
});

it('asks DynamoDB for each write in a statement of its own, with a value for each place', async () => {
  const { store, requests } = await scriptedDynamo(done({ Responses: [{}, {}, {}, {}] }));
  const owned = { equals: { owner: 'me', lease: 5 } };
  await store.writeEach([
    putIfAbsent(things, { sk: '-', pk: 'a', n: 1, none: undefined }),
    change(ref(things, 'b'), owned, { state: 'done', at: null }, 'lease'),
    change(ref(things, 'c'), { equals: {} }, {}, 'lease'),
    remove(ref(things, 'd'), owned),
  ]);
  const key = (pk: string) => [{ S: pk }, { S: '-' }];
  const [N1, N5, me] = [{ N: '1' }, { N: '5' }, { S: 'me' }];
  expect(requests).toEqual([
    {
      Statements: [
        ["INSERT INTO \"things\" VALUE {'n': ?, 'pk': ?, 'sk': ?}", [N1, ...key('a')]],
        [
          'UPDATE "things" SET "at" = ?, "state" = ? REMOVE "lease" WHERE "lease" = ? AND "owner" = ? AND "pk" = ? AND "sk" = ?',
          [{ NULL: true }, { S: 'done' }, N5, me, ...key('b')],
        ],
        ['UPDATE "things" REMOVE "lease" WHERE "pk" = ? AND "sk" = ?', key('c')],
        ['DELETE FROM "things" WHERE "lease" = ? AND "owner" = ? AND "pk" = ? AND "sk" = ?', [N5, me, ...key('d')]],
      ].map(([Statement, Parameters]) => ({
        Statement,
        Parameters,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })),
    },
  ]);
});
