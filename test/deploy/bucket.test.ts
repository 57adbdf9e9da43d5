import { expect, it } from 'vitest';
import { BUCKET, bucket } from '../../deploy/bucket.ts';
import { shopOf } from './shop.ts';

it('whatever holds the bytes of a dead letter expires after 30 days', () => {
  const properties = bucket(shopOf()).find(([id]) => id === BUCKET)?.[1].Properties as {
    LifecycleConfiguration: { Rules: { Prefix?: string; ExpirationInDays?: number; Status: string }[] };
  };
  const expiring = properties.LifecycleConfiguration.Rules.filter(({ ExpirationInDays }) => ExpirationInDays);
  expect(expiring.map(({ Prefix, ExpirationInDays, Status }) => [Prefix, ExpirationInDays, Status])).toEqual([
    ['deadLetters/', 30, 'Enabled'],
    ['progress/', 30, 'Enabled'],
    ['outbox/', 30, 'Enabled'],
    ['due/', 60, 'Enabled'],
  ]);
});
