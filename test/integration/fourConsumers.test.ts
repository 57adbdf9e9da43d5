import { describe, expect, test } from 'vitest';
import { deadLetters } from '../../domain/deadLetters/archive.ts';
import { accountKeys, balances, growsByDebit } from '../../domain/ledger/accounts.ts';
import { sumBalances } from '../../domain/ledger/sums.ts';
import { archiveDeadLetters } from '../../functions/consumers/archiveDeadLetters/archiveDeadLetters.ts';
import { config as archiving } from '../../functions/consumers/archiveDeadLetters/config.ts';
import { config as accounting } from '../../functions/consumers/postAccounting/config.ts';
import { postAccounting } from '../../functions/consumers/postAccounting/postAccounting.ts';
import { config as alerting } from '../../functions/consumers/raiseRiskAlert/config.ts';
import { raiseRiskAlert } from '../../functions/consumers/raiseRiskAlert/raiseRiskAlert.ts';
import { config as welcoming } from '../../functions/consumers/sendWelcomeEmail/config.ts';
import { sendWelcomeEmail } from '../../functions/consumers/sendWelcomeEmail/sendWelcomeEmail.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { consumer, delivery } from '../../lib/consumer/constructors.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import type { Store } from '../../lib/store/store.ts';
import { openPlatform, type Platform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';
import { createTables, dynamoAt } from '../lib/store/openDynamo.ts';
import { realPart } from '../real/available.ts';

const configs = [accounting, alerting, archiving, welcoming];
const tables = [...new Map(configs.flatMap(tablesOf).map((table) => [table.name, table])).values()];
const ten = Array.from({ length: 10 }, (_, n) => n);

interface Given {
  platform: Platform;
  /** Opens the store for a worker, each with a handle of its own. */
  storeOf(): Promise<Store>;
}

async function onDynamo(address: string): Promise<Given> {
  const tableName = await createTables(address, tables);
  return {
    platform: await openPlatform(configs),
    storeOf: async () => groupingStore(dynamoAt(address, tableName, tables)),
  };
}

async function onSqlite(): Promise<Given> {
  const platform = await openPlatform(configs);
  return {
    platform,
    storeOf: async () => (await platform.open()(all)).connections.store,
  };
}

const all = { name: 'test', uses: configs.flatMap(({ uses }) => uses), topics: accounting.topics };

const payment = (eventId: string, offset: number, amount = 12_345) =>
  recordOf({
    topic: 'payment.success',
    offset,
    key: 'p-1',
    value: {
      event_type: 'payment.success',
      event_id: eventId,
      payment_id: 'p-1',
      merchant_id: 'm-1',
      amount,
      currency: 'EUR',
    },
  });

function suite(open: () => Promise<Given>): void {
  test('one journal of a payment told ten times in a row, ten times at once, and under other ids; the trial balance is zero', async () => {
    const { platform, storeOf } = await open();
    const workers = await Promise.all(
      ten.map(async () => {
        const store = await storeOf();
        return consumer(accounting, postAccounting, { open: platform.open(() => ({ store })) });
      }),
    );
    const [first] = workers;
    if (!first) throw new Error('no worker');
    const atOnce = await Promise.all(workers.map((worker, n) => platform.invoke(worker, [payment(`e${n}`, n)])));
    const inARow = [];
    for (const n of ten) inARow.push(await platform.invoke(first, [payment(`e${n}`, n)]));
    // Reports are told to all who listen in this process, so each may stand here several times.
    const handled = atOnce.flatMap(({ reports }) => reports.filter(({ outcome }) => outcome === 'handled'));
    expect(new Set(handled.map(({ offset }) => offset)).size).toBe(1);
    expect(inARow.map(({ outcomes: [outcome] }) => outcome)).toEqual(ten.map(() => 'duplicate'));
    expect((await platform.invoke(first, [payment('other', 77, 12_346)])).reports[0]).toMatchObject({
      outcome: 'dead-letter',
      errorCode: 'FACT_CONFLICT',
    });

    const store = await storeOf();
    const accounts = ['channel_clearing', 'merchant_available:m-1', 'merchant_pending:m-1', 'fee_income'];
    const partitions = accounts.map((account) =>
      accountKeys(account).map((partition) => queryAll(store, { table: balances, partition })),
    );
    const shards = await Promise.all(partitions.map(async (reads) => (await Promise.all(reads)).flat()));
    const sums = accounts.map((account, n) => sumBalances(growsByDebit(account), shards[n] ?? [])[0]?.balance_minor);
    expect(sums).toEqual([12_345, 12_345, undefined, undefined]);
    // Debits less credits.
    expect(sumBalances(true, shards.flat())[0]?.balance_minor).toBe(0);
    const published = await platform.onTopic('accounting.transaction.created');
    expect(new Set(published.map(({ headers: [id] }) => Buffer.from(id?.[1] ?? []).toString())).size).toBe(1);
  });

  test('one welcome, one alert case and one archived letter, though each record comes twice', async () => {
    const { platform, storeOf } = await open();
    const store = await storeOf();
    const opened = platform.open(() => ({ store }));
    const user = { type: 'user.registered', id: 'u1', user_id: '7', username: 'zoe', email: 'zoe@example.com' };
    const verdict = {
      check_id: 'c',
      subject_type: 'payment',
      subject_id: 'p-1',
      score: 80,
      level: 'high',
      reasons: ['huge_amount'],
    };
    const work = [
      [
        delivery(welcoming, { 'user.registered': sendWelcomeEmail, welcome_email: sendWelcomeEmail }, { open: opened }),
        'user.events',
        user,
      ],
      [
        consumer(
          alerting,
          { 'risk.alert.high': raiseRiskAlert, 'risk.alert.critical': raiseRiskAlert },
          { open: opened },
        ),
        'risk.alert.high',
        { event_type: 'risk.alert.high', event_id: 'a1', ...verdict },
      ],
      [consumer(archiving, { 'dead-letter': archiveDeadLetters }, { open: opened }), 'dlq.payment', 'whatever'],
    ] as const;
    for (const [handler, topic, value] of work) {
      const record = recordOf({ topic, value });
      expect((await platform.invoke(handler, [record])).outcomes, topic).toEqual(['handled']);
      expect((await platform.invoke(handler, [record])).outcomes, topic).toEqual(['duplicate']);
    }
    expect(platform.inbox.list(10)).toHaveLength(1);
    const day = '2026-11-21';
    const found = await store.query({ table: deadLetters, index: 'byDay', partition: day });
    expect(found.items.map(({ consumer: by }) => by)).toEqual(['unknown']);
  });
}

describe('the four consumers on SQLite', () => suite(onSqlite));

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  describe.runIf(address)(`the four consumers on ${part}`, () => suite(() => onDynamo(address ?? '')));
}
