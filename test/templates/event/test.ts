import { expect, it } from 'vitest';
import type { CompleteEvent } from '../../../lib/envelope/encode.ts';
import { encode } from '../../../lib/envelope/encode.ts';
import { sampleRecord } from '../../events/sampleRecords.ts';
import { templateNamed } from './templateNamed.ts';

it('template.named is written as its sample says', () => {
  const fact = { id: '5d2f8a16-0b7c-4e93-a1d4-6c3e9f7b2a80', at: '2026-11-21T08:00:00.000Z' };
  const event: CompleteEvent = {
    ...templateNamed({ user_id: '373476556801234', reason: 'a first reason' }, fact),
    fact,
  };
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  const { topic, key, value, headers } = sampleRecord('template.named');
  expect(encode(event, trace).map((record) => ({ ...record, value: JSON.parse(`${record.value}`) }))).toMatchObject([
    { topic, key, value: JSON.parse(`${value}`), headers },
  ]);
});
