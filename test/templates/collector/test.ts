import { expect, it } from 'vitest';
import { counterKey, counters } from '../../../domain/analytics/counters.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { sampleRecord } from '../../events/sampleRecords.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

it('templateName counts each record once, also when its batch comes again', async () => {
  const platform = await openPlatform([config]);
  const handler = collector(config, templateName, { open: platform.open() });
  const record = sampleRecord('user.registered');
  const batch = [record, { ...record, offset: record.offset + 1 }];
  expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'handled']);
  expect((await platform.invoke(handler, batch)).outcomes).toEqual(['duplicate', 'duplicate']);
  const { store } = (await platform.open()(config)).connections;
  const { items } = await store.query({ table: counters, partition: counterKey('templateName') });
  expect(items.map(({ count }) => count)).toEqual([2]);
});
