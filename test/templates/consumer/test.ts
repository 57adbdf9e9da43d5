import { expect, it } from 'vitest';
import { counterKey, counters } from '../../../domain/analytics/counters.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { sampleRecord } from '../../events/sampleRecords.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

it('templateName counts an event once, however often it is told', async () => {
  const platform = await openPlatform([config]);
  const handler = consumer(config, { 'user.registered': templateName }, { open: platform.open() });
  const record = sampleRecord('user.registered');
  expect((await platform.invoke(handler, [record])).outcomes).toEqual(['handled']);
  expect((await platform.invoke(handler, [record])).outcomes).toEqual(['duplicate']);
  const { store } = (await platform.open()(config)).connections;
  const { items } = await store.query({ table: counters, partition: counterKey('templateName') });
  expect(items.map(({ count }) => count)).toEqual([1]);
});
