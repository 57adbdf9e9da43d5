// Consumer groups: https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html
import { expect, it } from 'vitest';
import type { MappingParameters } from '../../../local/trigger/parameters.ts';
import { mappingSettings } from '../../../local/trigger/settings.ts';
import { givenTrigger, mapping } from './givenTrigger.ts';

const minimal: MappingParameters = { FunctionName: 'ship', Topics: ['orders'], StartingPosition: 'LATEST' };

it('has its UUID for a consumer group where none is given, the same at each start', () => {
  expect(mappingSettings({ ...minimal, UUID: '00000000-0000-4000-8000-000000000001' }).group).toBe(
    '00000000-0000-4000-8000-000000000001',
  );
  expect(mappingSettings(minimal).group).toBe(mappingSettings(minimal).uuid);
  expect(mappingSettings(minimal).uuid).toBe(mappingSettings(minimal).uuid);
  expect(mappingSettings({ ...minimal, Topics: ['bills'] }).uuid).not.toBe(mappingSettings(minimal).uuid);
});

// Unique among all Kafka event sources.
it('refuses two mappings of one consumer group', async () => {
  const { start } = await givenTrigger();
  expect(() => start(mapping(), mapping({ FunctionName: 'bill' }))).toThrow(
    'two mappings have the consumer group ship-orders: give each its own',
  );
});
