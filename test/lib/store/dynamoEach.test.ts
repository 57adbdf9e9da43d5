import { describe, expect, it } from 'vitest';
import { change, putIfAbsent, ref, type SingleWrite } from '../../../lib/store/store.ts';
import { things } from '../../contracts/store/given.ts';
import { type Answer, cutOff, done, refused, scriptedDynamo } from './scriptedDynamo.ts';

const claimOf = (pk: string) => putIfAbsent(things, { pk, sk: '-', owner: 'me' });
const [a, b, c] = [claimOf('a'), claimOf('b'), claimOf('c')];
const itemOf = (pk: string, owner: string) => ({ pk: { S: pk }, sk: { S: '-' }, owner: { S: owner } });
const isDone = { kind: 'done' };
const duplicate = { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' };

/** One answer a statement; null: done. */
function each(...errors: (object | null)[]): Answer {
  return done({ Responses: errors.map((error) => (error ? { Error: error } : {})) });
}

const found = (...items: object[]) => done({ Responses: { things: items } });

describe('writes alone on DynamoDB', () => {
  it('take a round trip for 25, and one that fails hides nothing of the others', async () => {
    const { store, requests } = await scriptedDynamo((response, request) => {
      const statements = request['Statements'] as { Parameters: { S?: string }[] }[];
      const hasLast = statements.some(({ Parameters }) => Parameters.some(({ S }) => S === 'k59'));
      const answer = hasLast ? refused('AccessDeniedException', 'not yours') : each(...statements.map(() => null));
      answer(response, request);
    });
    const writes = Array.from({ length: 60 }, (_, n) => claimOf(`k${n}`));
    const outcomes = await store.writeEach(writes);
    expect(outcomes.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => isDone));
    const fault = expect.objectContaining({ code: 'NOT_AUTHORISED', message: expect.stringContaining('not yours') });
    expect(outcomes.slice(50)).toEqual(Array.from({ length: 10 }, () => ({ kind: 'fault', fault })));
    expect(requests.map(({ Statements }) => (Statements as []).length).sort()).toEqual([10, 25, 25]);
  });

  it('find out who has what could not be put, and who had it before is told so', async () => {
    const items = found(itemOf('c', 'me'), itemOf('b', 'you'));
    const { store, requests } = await scriptedDynamo(each(null, duplicate, duplicate), items);
    expect(await store.writeEach([a, b, c])).toEqual([
      isDone,
      { kind: 'condition', found: { pk: 'b', sk: '-', owner: 'you' } },
      isDone,
    ]);
    const Keys = [itemOf('b', ''), itemOf('c', '')].map(({ pk, sk }) => ({ pk, sk }));
    expect(requests[1]).toEqual({ RequestItems: { things: { Keys, ConsistentRead: true } } });
  });

  it('look nothing up that came with the answer', async () => {
    const condition = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
    const answer = each({ ...condition, Item: itemOf('a', 'you') }, { ...duplicate, Item: itemOf('b', 'you') });
    const { store, requests } = await scriptedDynamo(answer);
    const write = change(ref(things, 'a'), { equals: { owner: 'me' } }, { state: 'done' });
    expect(await store.writeEach([write, b])).toEqual([
      { kind: 'condition', found: { pk: 'a', sk: '-', owner: 'you' } },
      { kind: 'condition', found: { pk: 'b', sk: '-', owner: 'you' } },
    ]);
    expect(requests).toHaveLength(1);
  });

  it.each<[string, SingleWrite, object, object[]]>([
    ['is gone by then', a, duplicate, []],
    [
      'is as it should be by then',
      change(ref(things, 'a'), { equals: { owner: 'me' } }, { state: 'done' }),
      { Code: 'ConditionalCheckFailed' },
      [itemOf('a', 'me')],
    ],
  ])('are in conflict when what stood in the way %s', async (_, write, error, items) => {
    const { store } = await scriptedDynamo(each(error), found(...items));
    expect(await store.writeEach([write])).toEqual([{ kind: 'conflict' }]);
  });

  it('are a fault where what stood in the way can not be looked at, and done where nothing did', async () => {
    const { store } = await scriptedDynamo(each(duplicate, null), refused('AccessDeniedException'));
    expect(await store.writeEach([a, b])).toEqual([
      { kind: 'fault', fault: expect.objectContaining({ code: 'NOT_AUTHORISED' }) },
      isDone,
    ]);
  });

  it('are done when the first answer is lost and the second finds the very item', async () => {
    const { store, requests } = await scriptedDynamo(cutOff, each(duplicate), found(itemOf('a', 'me')));
    expect(await store.writeEach([a])).toEqual([isDone]);
    expect(requests).toHaveLength(3);
  });

  it('meet transactions in flight', async () => {
    const { store } = await scriptedDynamo(each({ Code: 'TransactionConflict', Message: 'ongoing' }, null));
    expect(await store.writeEach([a, b])).toEqual([{ kind: 'conflict' }, isDone]);
  });

  it.each([
    ['ValidationError', 'STORE_LIMIT'],
    ['ItemCollectionSizeLimitExceeded', 'STORE_LIMIT'],
    ['InternalServerError', 'STORE_UNAVAILABLE'],
    ['ResourceNotFound', 'STORE_UNAVAILABLE'],
    ['AccessDenied', 'NOT_AUTHORISED'],
  ])('for %s are %s, and say which', async (Code, code) => {
    const { store, requests } = await scriptedDynamo(each(null, { Code, Message: 'why' }));
    const fault = expect.objectContaining({ code, message: expect.stringMatching(`things b -: ${Code} why`) });
    expect(await store.writeEach([a, b])).toEqual([isDone, { kind: 'fault', fault }]);
    expect(requests).toHaveLength(1);
  });

  it.each(['ThrottlingError', 'ProvisionedThroughputExceeded', 'RequestLimitExceeded'])(
    'are asked for again where %s met them, and only those',
    async (Code) => {
      const { store, requests } = await scriptedDynamo(
        each(null, { Code }, { Code }),
        each({ Code }, null),
        each(null),
      );
      expect(await store.writeEach([a, b, c])).toEqual([isDone, isDone, isDone]);
      expect(requests.map(({ Statements }) => (Statements as []).length)).toEqual([3, 2, 1]);
    },
  );

  it('are throttled after three tries', async () => {
    const { store, requests } = await scriptedDynamo(each({ Code: 'ThrottlingError', Message: 'slow down' }));
    const fault = expect.objectContaining({ code: 'THROTTLED', message: expect.stringContaining('slow down') });
    expect(await store.writeEach([a])).toEqual([{ kind: 'fault', fault }]);
    expect(requests).toHaveLength(3);
  });

  it('are a fault, every one, where answers are missing', async () => {
    const { store } = await scriptedDynamo(each(null));
    const fault = expect.objectContaining({ code: 'STORE_UNAVAILABLE' });
    expect(await store.writeEach([a, b])).toEqual([
      { kind: 'fault', fault },
      { kind: 'fault', fault },
    ]);
  });
});
