import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tablesOf } from '../../../lib/connect/connect.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { createdOn, idempotencyContract, payer } from '../../contracts/idempotency.ts';
import { httpConfigs, openHttpApi } from '../../fixtures/httpApi.ts';
import { realPart } from '../../real/available.ts';
import { createTables, dynamoAt } from '../store/openDynamo.ts';

const endpoint = await realPart('dynoxide');
const tables = [...new Map(httpConfigs.flatMap(tablesOf).map((table) => [table.name, table])).values()];

async function openOnDynamo() {
  const tableName = await createTables(endpoint ?? '', tables);
  return await openHttpApi({}, () => ({ store: dynamoAt(endpoint ?? '', tableName, tables) }));
}

describe('idempotency keys on SQLite', () => idempotencyContract({ open: () => openHttpApi() }));

describe.runIf(endpoint)('idempotency keys on DynamoDB', () => idempotencyContract({ open: openOnDynamo }));

describe('requests at once', () => {
  const request = fc.record({ key: fc.constantFrom('a', 'b'), amount: fc.constantFrom(100, 200) });

  it('under one key change the state once; those of the same body get the same answer, the others none', async () => {
    const property = fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 6 }), async (requests) => {
      const api = await openHttpApi();
      const pay = await payer(api);
      const answers = await Promise.all(
        requests.map(async ({ key, amount }) => ({ key, amount, ...(await pay(key, amount)) })),
      );
      for (const [, group] of Map.groupBy(answers, ({ key }) => key)) {
        const [winner, ...rest] = group.filter(({ status }) => status === 201);
        expect(rest.every(({ text, amount }) => text === winner?.text && amount === winner?.amount)).toBe(true);
        const losers = group.filter(({ status }) => status !== 201);
        expect(losers.every(({ status, amount }) => status === 422 && amount !== winner?.amount)).toBe(true);
      }
      expect(await createdOn(api)).toBe(new Set(requests.map(({ key }) => key)).size);
    });
    await fc.assert(property, { numRuns: 25 });
  }, 60_000);
});

it('a request whose transaction was done, though the store said nothing, is answered from its row', async () => {
  const lost = { answers: 0 };
  const api = await openHttpApi({}, ({ store }) => ({
    store: {
      ...store,
      transact: async (writes, token) => {
        const failures = await store.transact(writes, token);
        const isPayment = writes.some((write) => write.op === 'put' && write.table.name === 'payments');
        lost.answers += isPayment ? 1 : 0;
        if (isPayment && lost.answers === 1) throw new Fault('STORE_UNAVAILABLE', 'the connection ended');
        return failures;
      },
    },
  }));
  const pay = await payer(api);
  expect((await pay('k-1')).status).toBe(503);
  const again = await pay('k-1');
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
});
