/** Letters too large for a row: what their bytes leave in the object store, however the settling ends. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { settleFailure } from '../../../lib/failures/settleFailure.ts';
import { check, type Write } from '../../../lib/store/store.ts';
import { countOrders, totalRef } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const [topic] = countOrders.topics;
/** Holds in no store of these tests. */
const neverDone = check(totalRef('nobody'), { equals: { amount: 1 } });

async function opened() {
  const platform = await openPlatform([countOrders]);
  const down = new Fault('BROKER_UNAVAILABLE', 'in this test');
  const [engine, withoutBroker] = await Promise.all([
    platform.open()(countOrders),
    platform.open(({ producer }) => ({ producer: { ...producer, publish: () => Promise.reject(down) } }))(countOrders),
  ]);
  /** Each try tells another story: when it failed. */
  const settle = async (
    value: string,
    writes: readonly Write[] = [],
    by = engine,
    headers: [string, string][] = [],
  ) => {
    if (!topic) throw new Error('a topic is missing');
    platform.clock.nowMs += 1_000;
    const failed = { topic, fault: new Fault('NOT_JSON', 'in this test'), attempts: 1, firstFailedMs: 0 };
    return (await settleFailure({ ...failed, record: recordOf({ value, headers }), writes }, by)).outcome;
  };
  return { platform, settle, withoutBroker };
}

/** Names of the objects that are there, as files. */
function objectsIn({ folder }: Platform): string[] {
  const objects = join(folder, 'objects');
  if (!existsSync(objects)) return [];
  const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => join(parentPath, name).slice(objects.length + 1)).sort();
}

const large = 'x'.repeat(400_000);

describe('the bytes of a letter too large for a row', () => {
  test('are one object, however many tries fail, and none once the letter is out', async () => {
    const { platform, settle } = await opened();
    for (let tries = 0; tries < 5; tries += 1) expect(await settle(large, [neverDone])).toBe('handed-back');
    expect(objectsIn(platform)).toHaveLength(1);
    expect(await settle(large)).toBe('dead-letter');
    expect(objectsIn(platform)).toEqual([]);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });

  test('are one for each record and each re-drive of it', async () => {
    const { platform, settle, withoutBroker } = await opened();
    await settle(large, [], withoutBroker);
    await settle(`${large}y`, [], withoutBroker);
    await settle(large, [], withoutBroker, [['x-replay-count', '1']]);
    expect(objectsIn(platform)).toHaveLength(3);
  });

  test('are gone, too, where another try settled the record and its letter is out', async () => {
    const { platform, settle } = await opened();
    await settle(large);
    expect(await settle(large)).toBe('duplicate');
    expect(objectsIn(platform)).toEqual([]);
  });

  test('stay while the letter waits for the broker, whoever tries to settle the record again', async () => {
    const { platform, settle, withoutBroker } = await opened();
    expect(await settle(large, [], withoutBroker)).toBe('dead-letter');
    expect(await settle(large, [], withoutBroker)).toBe('duplicate');
    expect(objectsIn(platform)).toHaveLength(1);
  });
});
