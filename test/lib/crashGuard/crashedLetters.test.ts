import { describe, expect, test } from 'vitest';
import { settleCrashed } from '../../../lib/crashGuard/crashed.ts';
import type { Topic } from '../../../lib/envelope/topic.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { unpackRecords } from '../../../lib/kafka/packedRecord.ts';
import { failureRef } from '../../../lib/tables/marks.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const letters: Topic = {
  name: 'orders.dead',
  system: 'TEST',
  format: 'raw',
  compression: 'none',
  partitions: 3,
  retentionDays: 7,
  keyRule: '',
  deadLetterTopic: null,
  source: '',
  producers: [],
  consumers: [],
  onlyType: null,
};
const letter = recordOf({ topic: 'orders.dead', partition: 1, offset: 5, value: 'whatever', headers: [['k', 'v']] });

describe('a letter that ends the process of a consumer of dead letters', () => {
  test('is stored unparsed, counted as a dead letter, remembered, and put on no topic', async () => {
    const platform = await openPlatform([countOrders]);
    const engine = await platform.open()(countOrders);
    expect(await settleCrashed(letter, letters, engine)).toMatchObject({
      outcome: 'dead-letter',
      attempts: 3,
      fault: { class: 'poison', code: 'CRASHED' },
    });
    const line = platform.lines.find(({ message }) => message === 'record.stored');
    expect(line?.['object']).toMatch(/^progress\/countOrders#orders\.dead-1-5#/);
    const bytes = await engine.connections.objects.get(String(line?.['object']));
    const { topic, key, value, headers } = letter;
    expect(unpackRecords(bytes ?? Buffer.from('[]'))).toEqual([{ topic, key, value, headers }]);
    const [mark] = await engine.connections.store.read([failureRef('countOrders', letter)]);
    expect(mark).toMatchObject({ state: 'dead-lettered', errorCode: 'CRASHED' });
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('is a duplicate where it was stored before', async () => {
    const platform = await openPlatform([countOrders]);
    const engine = await platform.open()(countOrders);
    await settleCrashed(letter, letters, engine);
    expect(await settleCrashed(letter, letters, engine)).toMatchObject({ outcome: 'duplicate', attempts: 0 });
  });

  test('goes back while it can not be stored', async () => {
    const platform = await openPlatform([countOrders]);
    const refuse = async () => {
      throw new Fault('OBJECTS_UNAVAILABLE', 'connection refused');
    };
    const engine = await platform.open(({ objects }) => ({ objects: { ...objects, put: refuse } }))(countOrders);
    expect((await settleCrashed(letter, letters, engine)).outcome).toBe('handed-back');
  });
});
