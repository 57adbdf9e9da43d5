import { expect, it } from 'vitest';
import { putIfAbsent } from '../../../lib/store/store.ts';
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
