import { describe, expect, it } from 'vitest';
import { dynamoClient } from '../../../lib/store/dynamoClient.ts';
import { dynamoStore } from '../../../lib/store/dynamodb.ts';
import { toStoreFault } from '../../../lib/store/dynamoFaults.ts';
import { add, put, putIfAbsent, ref } from '../../../lib/store/store.ts';
import { freePort } from '../../../local/freePort.ts';
import { things } from '../../contracts/store/given.ts';
import { clientOf, dynamoAt } from './openDynamo.ts';
import {
  type Answer,
  badGateway,
  cancelled,
  cutOff,
  done,
  refused,
  scriptedDynamo,
  silence,
} from './scriptedDynamo.ts';

const place = ref(things, 'a');
const item = { pk: 'a', sk: '-' };
const none = { Code: 'None' };
const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };

describe('a cancelled transaction on DynamoDB', () => {
  const writes = [
    putIfAbsent(things, item),
    add(ref(things, 'b'), { n: 1 }),
    putIfAbsent(things, { pk: 'c', sk: '-' }),
  ];

  it('names conditions and conflicts', async () => {
    const found = { pk: { S: 'c' }, sk: { S: '-' }, n: { N: '5' } };
    const condition = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', Item: found };
    const { store } = await scriptedDynamo(cancelled(none, conflict, condition));
    expect(await store.transact(writes, 'token')).toEqual([
      { index: 1, reason: 'conflict' },
      { index: 2, reason: 'condition', found: { pk: 'c', sk: '-', n: 5 } },
    ]);
  });

  it.each([
    ['ThrottlingError', 'THROTTLED'],
    ['ProvisionedThroughputExceeded', 'THROTTLED'],
    ['ItemCollectionSizeLimitExceeded', 'STORE_LIMIT'],
    ['ValidationError', 'STORE_LIMIT'],
    ['AccessDenied', 'NOT_AUTHORISED'],
  ])('for %s is %s, and says of which write', async (Code, code) => {
    const { store } = await scriptedDynamo(cancelled(none, { Code, Message: 'why' }, none));
    const message = expect.stringMatching(`things b -: ${Code} why`);
    await expect(store.transact(writes, 'token')).rejects.toMatchObject({ code, message });
  });

  it.each([
    ['ThrottlingError', 'THROTTLED'],
    ['ProvisionedThroughputExceeded', 'THROTTLED'],
    ['ValidationError', 'STORE_LIMIT'],
  ])('with a conflict and %s at once is %s, whichever comes first', async (Code, code) => {
    for (const reasons of [
      [{ Code, Message: 'why' }, conflict, none],
      [conflict, none, { Code, Message: 'why' }],
    ]) {
      const { store } = await scriptedDynamo(cancelled(...reasons));
      await expect(store.transact(writes, 'token')).rejects.toMatchObject({ code });
    }
  });

  it('with a condition that did not hold tells of it, whatever else was wrong', async () => {
    const condition = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    const { store } = await scriptedDynamo(cancelled({ Code: 'ThrottlingError' }, conflict, condition));
    expect(await store.transact(writes, 'token')).toEqual([
      { index: 1, reason: 'conflict' },
      { index: 2, reason: 'condition' },
    ]);
  });
});

describe('a transaction on DynamoDB whose answer does not come', () => {
  it.each<[string, Answer]>([
    ['is cut off', cutOff],
    ['is silence', silence],
    ['is that of a proxy', badGateway],
    ['is an internal error', refused('InternalServerError', 'oh', {}, 500)],
    ['is that it still runs', refused('TransactionInProgressException', 'already in progress')],
  ])('because it %s is asked for again under the same token', async (_, answer) => {
    const { endpoint, requests } = await scriptedDynamo(answer, done({}));
    // The other answers come: a loaded machine may take its time for them.
    const client = clientOf(endpoint, answer === silence ? 500 : undefined);
    const store = dynamoStore({ client, tables: [things], tableName: ({ name }) => name });
    expect(await store.transact([add(place, { n: 1 })], 'one of ours, '.repeat(10))).toEqual([]);
    const tokens = requests.map((request) => String(request['ClientRequestToken']));
    expect(tokens).toHaveLength(2);
    expect(tokens[1]).toBe(tokens[0]);
    expect(tokens[0]).toHaveLength(36);
    await store.close();
  });

  it('at all is a store that is unavailable', async () => {
    const { store, requests } = await scriptedDynamo(refused('TransactionInProgressException', 'already in progress'));
    await expect(store.transact([put(things, item)], 'token')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(requests).toHaveLength(3);
  });
});

describe('an answer of DynamoDB', () => {
  it.each<[string, string, Answer]>([
    ['STORE_LIMIT', 'a validation', refused('ValidationException', 'Item size has exceeded the maximum allowed size')],
    ['STORE_LIMIT', 'another use of a token', refused('IdempotentParameterMismatchException')],
    ['STORE_LIMIT', 'a request that can not be read', refused('SerializationException')],
    ['BAD_PAGE', 'a page', refused('ValidationException', 'The provided starting key is invalid')],
    ['THROTTLED', 'too many requests', refused('ThrottlingException')],
    ['STORE_UNAVAILABLE', 'a missing table', refused('ResourceNotFoundException')],
    [
      'STORE_UNAVAILABLE',
      'a missing index',
      refused('ValidationException', 'The table does not have the specified index: byOwner'),
    ],
    ['NOT_AUTHORISED', 'a missing permission', refused('AccessDeniedException')],
    ['NOT_AUTHORISED', 'an expired token', refused('ExpiredTokenException')],
    ['NOT_AUTHORISED', 'unknown credentials', refused('UnrecognizedClientException')],
    ['STORE_UNAVAILABLE', 'an error inside', refused('InternalServerError', '', {}, 500)],
    ['STORE_UNAVAILABLE', 'nothing but an end', cutOff],
    ['STORE_UNAVAILABLE', 'a proxy', badGateway],
    ['STORE_UNAVAILABLE', 'no JSON', (response) => response.writeHead(200).end('<html>')],
  ])('is %s for %s', async (code, _, answer) => {
    const { store } = await scriptedDynamo(answer);
    await expect(store.query({ table: things, partition: 'a' })).rejects.toMatchObject({ code });
  });

  it.each(['ProvisionedThroughputExceededException', 'RequestLimitExceeded', 'ThrottlingException'])(
    'is THROTTLED for %s',
    (name) => {
      expect(toStoreFault(Object.assign(new Error('slow down'), { name }), 'Query').code).toBe('THROTTLED');
    },
  );

  it('that never was asked for, because of a bug, stays a bug', () => {
    expect(toStoreFault(new TypeError('x is not a function'), 'Query').code).toBe('PROGRAMMER_ERROR');
  });

  it('is NOT_AUTHORISED where there are no credentials', async () => {
    const credentials = () => Promise.reject(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    const client = dynamoClient({ endpoint: 'http://127.0.0.1:9', region: 'eu-west-1', credentials });
    const store = dynamoStore({ client, tables: [things], tableName: ({ name }) => name });
    await expect(store.read([place])).rejects.toMatchObject({ code: 'NOT_AUTHORISED' });
  });

  it('is STORE_UNAVAILABLE where nobody listens', async () => {
    const store = dynamoAt(`http://127.0.0.1:${await freePort()}`, ({ name }) => name);
    await expect(store.read([place])).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
