import { describe, expect, test } from 'vitest';
import { realPart } from '../real/available.ts';
import { type Given, held, nothingLeft, onDynamo, onSqlite, registerZoe, workersOn } from './givenErasure.ts';

type Step = 'clean' | 'settle' | 'welcome';
const orders: Step[][] = [
  ['clean', 'settle', 'welcome'],
  ['clean', 'welcome', 'settle'],
  ['settle', 'clean', 'welcome'],
  ['settle', 'welcome', 'clean'],
  ['welcome', 'clean', 'settle'],
  ['welcome', 'settle', 'clean'],
];

function suite(open: () => Promise<Given>): void {
  test('ten deletions at once, each under an id of its own, erase once; none is lost, none stands in the way', async () => {
    const given = await open();
    const store = await given.storeOf();
    const { id } = await registerZoe(store);
    await workersOn(given, store).settle(id);
    const ten = Array.from({ length: 10 }, (_, n) => n);
    const deleting = async (n: number) => await workersOn(given, await given.storeOf()).clean(id, `d${n}`);
    await Promise.all(ten.map(deleting));
    const again = [];
    for (const n of ten) again.push(...(await deleting(n)).outcomes);
    expect(again.filter((outcome) => outcome !== 'duplicate' && outcome !== 'handled')).toEqual([]);
    expect(await held(id, store)).toEqual(nothingLeft(id, 2));
    expect(await given.platform.onTopic('dead-letter-queue')).toEqual([]);
  });

  test.each(orders)('%s, then %s, then %s: nothing of the person is left', async (...order) => {
    const given = await open();
    const store = await given.storeOf();
    const { id } = await registerZoe(store);
    const workers = workersOn(given, store);
    for (const step of [...order, ...order]) await workers[step](id);
    const isSettledFirst = order.indexOf('settle') < order.indexOf('clean');
    expect(await held(id, store)).toEqual(nothingLeft(id, isSettledFirst ? 2 : 1));
    const isWelcomed = order.indexOf('welcome') < order.indexOf('clean');
    expect(given.platform.inbox.list(10)).toHaveLength(isWelcomed ? 1 : 0);
  });

  test.each(orders)('%s, %s and %s at once: nothing of the person is left', async (...order) => {
    const given = await open();
    const store = await given.storeOf();
    const { id } = await registerZoe(store);
    const steps = order.map(async (step) => await workersOn(given, await given.storeOf())[step](id));
    await Promise.all(steps);
    // Records that were handed back come again.
    for (const step of order) await workersOn(given, store)[step](id);
    expect(['1', '2'].map((version) => nothingLeft(id, Number(version)))).toContainEqual(await held(id, store));
  });
}

describe('an erasure on SQLite', () => suite(onSqlite));

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  describe.runIf(address)(`an erasure on ${part}`, () => suite(() => onDynamo(address ?? '')));
}
