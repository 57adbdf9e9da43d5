import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../lib/connect/engine.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { recordSettled } from '../../../lib/observability/signals.ts';
import type { Level } from '../../../lib/observability/textLine.ts';
import { report, tellFailure } from '../../../lib/outcomes/report.ts';
import { recordOf } from '../../fixtures/records.ts';

const record = recordOf({ partition: 1, offset: 7, key: 'jane@example.com', value: 'x' });

/** An engine that tells; and what it wrote, without the time. */
function telling(level: Level | 'silent' = 'info') {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ level, format: 'json', now: Date.now }, {}, (line) => {
    const { time: _, ...rest } = JSON.parse(line);
    lines.push(rest);
  });
  const now = () => Date.parse('2026-11-21T08:00:00.500Z');
  return { lines, engine: { function: 'countOrders', log, now } as Engine };
}

function heardOf(tell: () => void): unknown[] {
  const heard: unknown[] = [];
  const listen = (told: unknown) => heard.push(told);
  recordSettled.subscribe(listen);
  tell();
  recordSettled.unsubscribe(listen);
  return heard;
}

describe('what became of a record', () => {
  test('is a line of the log, and a signal; the key, which can be an address, is in the signal only', () => {
    const { lines, engine } = telling('debug');
    const timestamp = '2026-11-21T07:59:58.000Z';
    const event = { id: 'e1', type: 'order.placed', traceId: 't', source: 'shop', timestamp } as never;
    const settled = { outcome: 'handled', attempts: 2, durationMs: 1.23456 } as const;
    const heard = heardOf(() => report(record, { kind: 'ignored', event }, settled, engine));
    const fields = {
      topic: 'orders',
      partition: 1,
      offset: 7,
      eventId: 'e1',
      type: 'order.placed',
      outcome: 'handled',
      attempts: 2,
      durationMs: 1.23,
    };
    const more = { batch: null, lane: null, eventAgeMs: 2_500, pausesMs: 0, producer: 'shop' };
    expect(heard).toEqual([{ function: 'countOrders', key: 'jane@example.com', ...fields, ...more }]);
    expect(lines).toEqual([{ level: 'debug', message: 'record.settled', ...fields, traceId: 't' }]);
  });

  test('is told of a record that could not be read, or has no key, as well', () => {
    const { engine } = telling();
    const fault = new Fault('NOT_JSON', 'in this test');
    const settled = { outcome: 'dead-letter', attempts: 1, durationMs: 0, fault } as const;
    const [heard] = heardOf(() => report({ ...record, key: null }, null, settled, engine));
    expect(heard).toMatchObject({
      key: null,
      eventId: null,
      type: null,
      errorClass: 'poison',
      errorCode: 'NOT_JSON',
    });
  });

  test('tells the batch, and the lane by a hash of the key', () => {
    const { engine } = telling('silent');
    const settled = { outcome: 'handled', attempts: 3, durationMs: 1, pausesMs: 3_000 } as const;
    const heardIn = (lanes: 'key' | 'none' | 'partition', key = record.key) => {
      const batch = { id: 'request/1', size: 40, lanes, counts: {}, first: record, startedMs: 0 };
      return heardOf(() => report({ ...record, key }, null, settled, { ...engine, batch }))[0];
    };
    const batch = { id: 'request/1', size: 40 };
    // printf jane@example.com | sha256sum | xxd -r -p | base64 | cut -c 1-16
    expect(heardIn('key')).toMatchObject({ batch, lane: 'orders-1#jIe0ic41zy4vOfgO', pausesMs: 3_000 });
    expect(heardIn('key', null)).toMatchObject({ lane: 'orders-1#keyless' });
    expect(heardIn('none')).toMatchObject({ lane: 'orders-1@7' });
    expect(heardIn('partition')).toMatchObject({ lane: 'orders-1' });
  });

  test('of a record that could not be read has its age by the record, where that has a time', () => {
    const { engine } = telling('silent');
    const ageOf = (timestamp: number) =>
      heardOf(() =>
        report({ ...record, timestamp }, null, { outcome: 'ignored', attempts: 0, durationMs: 0 }, engine),
      )[0];
    expect(ageOf(Date.parse('2026-11-21T07:59:00.000Z'))).toMatchObject({ eventAgeMs: 60_500, producer: null });
    expect(ageOf(-1)).toMatchObject({ eventAgeMs: null });
    expect(ageOf(Date.parse('2026-11-21T09:00:00.000Z'))).toMatchObject({ eventAgeMs: 0 });
  });

  test('names a producer that calls itself anything by its beginning', () => {
    const { engine } = telling('silent');
    const event = { id: 'e1', type: 'order.placed', source: 'x'.repeat(5_000), timestamp: 'no time', hasNoTime: true };
    const settled = { outcome: 'ignored', attempts: 0, durationMs: 0 } as const;
    const [heard] = heardOf(() => report(record, { kind: 'ignored', event: event as never }, settled, engine));
    expect(heard).toMatchObject({ producer: `${'x'.repeat(80)}… (5000 characters)`, eventAgeMs: 60_500 });
  });

  test.each([
    ['warn', ['warn']],
    ['silent', []],
  ] as const)('is a warning where it is a dead letter, and at the level %s no other line is made', (level, wanted) => {
    const { lines, engine } = telling(level);
    for (const outcome of ['handled', 'dead-letter'] as const)
      report(record, null, { outcome, attempts: 1, durationMs: 0 }, engine);
    expect(lines.map((line) => line['level'])).toEqual(wanted);
  });

  test('is heard by who listens, whatever the log leaves out', () => {
    const { engine } = telling('silent');
    expect(
      heardOf(() => report(record, null, { outcome: 'ignored', attempts: 0, durationMs: 0 }, engine)),
    ).toHaveLength(1);
  });
});

test('a try that failed is a warning; that a record goes back and waits is none', () => {
  const { lines, engine } = telling('debug');
  const fault = new Fault('DEPENDENCY_FAILED', '503');
  tellFailure({ record, attempts: 2, fault, verdict: 'retry' }, engine);
  tellFailure({ record, attempts: 2, fault, verdict: 'hand-back' }, engine);
  const told = { place: 'orders-1@7', attempt: 2, errorClass: 'transient', errorCode: 'DEPENDENCY_FAILED' };
  expect(lines).toMatchObject([
    { level: 'warn', message: 'record.failed', ...told, verdict: 'retry' },
    { level: 'debug', message: 'record.waits', ...told, verdict: 'hand-back' },
  ]);
});
