import type { Context } from 'aws-lambda';
import { expect, it } from 'vitest';
import { alertCases } from '../../../domain/risk/alert.ts';
import { job } from '../../../lib/jobs/job.ts';
import { put, ref } from '../../../lib/store/store.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { config } from './config.ts';
import { templateName } from './templateName.ts';

const context = { awsRequestId: 'run-1', getRemainingTimeInMillis: () => 30_000 } as Context;
const found = {
  sk: '-',
  version: 1,
  subjectType: 'payment',
  subjectId: 'p-1',
  level: 'high',
  score: 80,
  reasons: ['amount'],
  alerts: 1,
  status: 'open',
  openedAt: '2026-10-01T08:00:00.000Z',
} as const;

it('templateName acknowledges what is quiet for long enough, once, and nothing else', async () => {
  const platform = await openPlatform([config]);
  const { store } = (await platform.open()(config)).connections;
  const quiet = { ...found, reasons: [...found.reasons], pk: 'case#quiet', lastAt: '2026-10-01T08:00:00.000Z' };
  const fresh = { ...quiet, pk: 'case#fresh', lastAt: '2026-11-20T08:00:00.000Z' };
  await store.transact([put(alertCases, quiet), put(alertCases, fresh)], 'given');
  const handler = job(config, templateName, { open: platform.open() });
  expect(await handler({}, context)).toMatchObject({ found: 1, done: 1, isComplete: true });
  expect(await handler({}, context)).toMatchObject({ found: 0, done: 0, isComplete: true });
  expect(await store.read([ref(alertCases, 'case#quiet'), ref(alertCases, 'case#fresh')])).toMatchObject([
    { status: 'acknowledged', version: 2 },
    { status: 'open', version: 1 },
  ]);
});
