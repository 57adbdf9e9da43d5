import { describe, expect, test } from 'vitest';
import { recognise } from '../../../lib/envelope/recognise.ts';
import { continueTrace, traceIdIn } from '../../../lib/observability/trace.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { recordOf } from '../../fixtures/records.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('a traceparent', () => {
  test.each([
    ['of version 00', `00-${TRACE}-${SPAN}-01`],
    ['that is not sampled', `00-${TRACE}-${SPAN}-00`],
    ['with white space around it', ` \t00-${TRACE}-${SPAN}-01 `],
    ['of a later version', `01-${TRACE}-${SPAN}-01`],
    ['of a later version with more fields', `cc-${TRACE}-${SPAN}-01-what-the-future-will-be-like`],
  ])('%s is continued', (_, header) => {
    const { traceId, spanId } = continueTrace(header, undefined);
    expect(traceId).toBe(TRACE);
    expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(spanId).not.toBe(SPAN);
  });

  test.each([
    ['with a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['with a span id of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['of version ff', `ff-${TRACE}-${SPAN}-01`],
    ['of version 00 with more fields', `00-${TRACE}-${SPAN}-01-what`],
    ['of a later version, run on without a dash', `01-${TRACE}-${SPAN}-01what`],
    ['in upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['with an upper-case span id', `00-${TRACE}-${SPAN.toUpperCase()}-01`],
    ['with a short trace id', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['with a long span id', `00-${TRACE}-${SPAN}0-01`],
    ['without flags', `00-${TRACE}-${SPAN}`],
    ['with one digit of flags', `00-${TRACE}-${SPAN}-1`],
    ['with letters that are no digits', `00-${TRACE.replace('4', 'g')}-${SPAN}-01`],
    ['that came twice and was joined', `00-${TRACE}-${SPAN}-01,00-${TRACE}-${SPAN}-01`],
    ['that is empty', ''],
  ])('%s starts a new trace', (_, header) => {
    expect(traceIdIn(header)).toBeUndefined();
    const [one, other] = [continueTrace(header, undefined), continueTrace(header, undefined)];
    expect(one.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(one.traceId).not.toBe(TRACE);
    expect(other.traceId).not.toBe(one.traceId);
  });
});

describe('a record', () => {
  const [topic] = countOrders.topics;
  const traceOf = (traceId: unknown, headers: [string, string][] = []) => {
    if (!topic) throw new Error('a topic is missing');
    const value = { id: 'e', type: 'order.placed', timestamp: '2026-11-21T08:00:00Z', source: 'shop', traceId };
    return recognise(recordOf({ value, headers }), topic, () => undefined).traceId;
  };

  test.each<[string, unknown, [string, string][], string | null]>([
    ['has its own trace id', TRACE, [], TRACE],
    ['keeps a trace id of another form', 'abc-123', [['traceparent', `00-${TRACE}-${SPAN}-01`]], 'abc-123'],
    ['has none of zeros', '0'.repeat(32), [], null],
    ['has none of 16 zeros', '0'.repeat(16), [], null],
    ['of zeros has that of its header', '0'.repeat(32), [['traceparent', `00-${TRACE}-${SPAN}-01`]], TRACE],
    ['has none of a header of zeros', undefined, [['traceparent', `00-${'0'.repeat(32)}-${SPAN}-01`]], null],
    ['has none of a header in upper case', undefined, [['traceparent', `00-${TRACE.toUpperCase()}-${SPAN}-01`]], null],
    [
      'with several headers has the last one, as Kafka’s lastHeader has it',
      undefined,
      [
        ['traceparent', `00-${'a'.repeat(32)}-${SPAN}-01`],
        ['traceparent', `00-${TRACE}-${SPAN}-01`],
      ],
      TRACE,
    ],
  ])('%s', (_, traceId, headers, expected) => {
    expect(traceOf(traceId, headers)).toBe(expected);
  });

  test('of zeros is followed by a new trace', () => {
    const { traceId } = continueTrace(undefined, '0'.repeat(32));
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe('0'.repeat(32));
  });
});
