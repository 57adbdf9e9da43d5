import { expect, it } from 'vitest';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { sampleRecord } from '../../events/sampleRecords.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

it('templateName sends one e-mail, however often the event is told', async () => {
  const platform = await openPlatform([config]);
  const handler = delivery(config, { 'user.registered': templateName }, { open: platform.open() });
  const record = sampleRecord('user.registered');
  expect((await platform.invoke(handler, [record])).outcomes).toEqual(['handled']);
  expect((await platform.invoke(handler, [record])).outcomes).toEqual(['duplicate']);
  const sent = platform.inbox.list(10).map(({ to, subject }) => ({ to, subject }));
  expect(sent).toEqual([{ to: ['zoe@example.com'], subject: 'Hello' }]);
});
