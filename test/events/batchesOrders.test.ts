import { expect, it } from 'vitest';
import { config as history } from '../../functions/consumers/storeOrderHistory/config.ts';
import { storeOrderHistory } from '../../functions/consumers/storeOrderHistory/storeOrderHistory.ts';
import { config as syncing } from '../../functions/consumers/syncUser/config.ts';
import { syncUser } from '../../functions/consumers/syncUser/syncUser.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import { headerText } from '../../lib/kafka/record.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { batchRecords } from './sampleRecords.ts';

// Place, event id, and what becomes of it.
it('the batch for storeOrderHistory holds what order-events can hold', async () => {
  const platform = await openPlatform([history]);
  const handler = consumer(history, { 'order-events': storeOrderHistory }, { open: platform.open() });
  const { reports } = await platform.invoke(handler, batchRecords('storeOrderHistory'));
  expect(reports.map((one) => [one.partition, one.offset, one.eventId, one.errorCode ?? one.outcome])).toEqual([
    [0, 10, '6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b10', 'handled'],
    [0, 11, '6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b10', 'duplicate'],
    [0, 12, 'order-events-0-12', 'handled'],
    [1, 3, 'trx-ship-42', 'handled'],
    [1, 4, '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b09', 'handled'],
    [1, 5, 'trx-pay-43', 'REFUSED'],
    [1, 6, null, 'NO_EVENT_TYPE'],
    [2, 7, null, 'UNSAFE_INTEGER'],
    [2, 8, null, 'NOT_JSON'],
    [2, 9, null, 'NO_VALUE'],
  ]);
  expect(await platform.onTopic('dead-letter-queue')).toHaveLength(5);
});

it('the batch for syncUser holds what user.events can hold', async () => {
  const platform = await openPlatform([syncing]);
  const open = platform.open(undefined, { SYNC_SYSTEMS: 'https://crm.example.com/hooks/users' });
  const handler = consumer(syncing, alike(syncing.events, syncUser), { open });
  const { reports } = await platform.invoke(handler, batchRecords('syncUser'));
  expect(reports.map((one) => [one.partition, one.offset, one.eventId, one.errorCode ?? one.outcome])).toEqual([
    [0, 30, '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a15', 'handled'],
    [0, 31, '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a15', 'duplicate'],
    [0, 32, 'evt-mei-2', 'handled'],
    [1, 50, 'user.events-1-50', 'ignored'],
    [1, 51, 'user.events-1-51', 'ignored'],
    [1, 52, 'user.events-1-52', 'handled'],
    [2, 7, null, 'UNSAFE_INTEGER'],
    [2, 8, null, 'NOT_JSON'],
    [2, 9, null, 'NO_VALUE'],
  ]);
  expect(await platform.onTopic('notification.webhook')).toHaveLength(3);
});

it.each([
  ['storeOrderHistory', ['林梅', 'Zoë']],
  ['syncUser', ['林梅', 'Zoë']],
])('the batch for %s has header bytes above 127', (batch, expected) => {
  expect(batchRecords(batch).flatMap(({ headers }) => headerText(headers, 'display-name') ?? [])).toEqual(expected);
});
