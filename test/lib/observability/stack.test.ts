import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { fromLetter } from '../../../lib/deadLetter/letter.ts';
import { Fault, toFault } from '../../../lib/errors/fault.ts';
import { createSeldom } from '../../../lib/observability/seldom.ts';
import { sentenceOf, stackOf } from '../../../lib/observability/stack.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

/** Throws from this line, which the expectations name. */
const priceOf = (order: { total?: { amount: number } }): number => (order.total as { amount: number }).amount;

const HERE = 'test/lib/observability/stack.test.ts:14';

function thrownBy(work: () => unknown): Fault {
  try {
    work();
  } catch (error) {
    return toFault(error);
  }
  throw new Error('it threw nothing');
}

async function failing(ids: readonly string[]) {
  const platform = await openPlatform([countOrders]);
  const decide = ({ id }: { id: string }) =>
    id.startsWith('bad') ? commit({ writes: [priceOf({}) as never] }) : commit({});
  const handler = consumer(countOrders, { 'order.placed': { decide } }, { open: platform.open() });
  const batch = ids.map((id, offset) => recordOf({ offset, key: `k${offset}`, value: placed(id, 5) }));
  const invoke = async () => await platform.invoke(handler, batch);
  return { platform, invoke };
}

describe('a decider that throws', () => {
  test('leaves its stack in the log, in the letter and in the report, and its line in every message', async () => {
    const { platform, invoke } = await failing(['good-1', 'bad-1', 'good-2']);
    const { reports } = await invoke();
    const [line] = platform.lines.filter(({ message }) => message === 'record.failed');
    expect(line).toMatchObject({ level: 'warn', place: 'orders-0@1', eventId: 'bad-1', errorCode: 'PROGRAMMER_ERROR' });
    expect(line?.['error']).toMatch(new RegExp(`Cannot read properties of undefined .* \\(${HERE}\\)$`));
    const [first = '', second = '', ...engine] = String(line?.['stack']).split('\n');
    expect(first).toMatch(/^at priceOf \(test\/lib\/observability\/stack\.test\.ts:14:\d+\)$/);
    expect(second).toMatch(/^at .*decide \(test\/lib\/observability\/stack\.test\.ts:\d+:\d+\)$/);
    // The engine's only frame is the one that called the code.
    expect(engine).toEqual([expect.stringMatching(/^at decideOne \(lib\/decisions\/decide\.ts:\d+:\d+\)$/)]);
    const failed = reports.find(({ outcome }) => outcome === 'dead-letter');
    expect(failed).toMatchObject({ error: line?.['error'], stack: line?.['stack'] });
    const [letter] = await platform.onTopic('orders.dead');
    expect(fromLetter(letter?.headers ?? [])).toMatchObject({ message: line?.['error'], stack: line?.['stack'] });
  });

  test('is told in full once a minute for one cause, and by its line in between', async () => {
    const { platform, invoke } = await failing(['good-1', 'bad-1', 'good-2', 'bad-2', 'good-3']);
    await invoke();
    const lines = platform.lines.filter(({ message }) => message === 'record.failed');
    expect(lines.map(({ stack }) => stack !== undefined)).toEqual([true, false]);
    expect(lines.every(({ error }) => String(error).includes(HERE))).toBe(true);
  });
});

describe('a cause', () => {
  test('is told anew after a minute, and another one at once', () => {
    let nowMs = 1_000_000;
    const seldom = createSeldom(() => nowMs);
    expect([seldom('a'), seldom('a'), seldom('b')]).toEqual([true, false, true]);
    nowMs += 59_999;
    expect(seldom('a')).toBe(false);
    nowMs += 1;
    expect([seldom('a'), seldom('a')]).toEqual([true, false]);
  });

  test('of ten thousand is remembered as long as there is room, and room is bounded', () => {
    const seldom = createSeldom(() => 0);
    for (let n = 0; n < 10_000; n += 1) seldom(`cause ${n}`);
    expect([seldom('cause 9999'), seldom('cause 0')]).toEqual([false, true]);
  });
});

describe('a stack trace', () => {
  test('tells the causes behind an error, and where each came from', () => {
    const fault = thrownBy(() => {
      try {
        priceOf({});
      } catch (cause) {
        throw new Error('no price for jane@example.com', { cause });
      }
    });
    expect(fault.code).toBe('UNKNOWN');
    expect(stackOf(fault)?.text).toMatch(
      /\ncaused by TypeError: Cannot read .*\nat priceOf \(test\/lib\/observability\/stack/,
    );
    expect(sentenceOf(fault)).toMatch(
      /Error: no price for \[address\] \(test\/lib\/observability\/stack\.test\.ts:\d+\)$/,
    );
  });

  test.each([
    ['frames of its own', 'no\n    at steal (functions/consumers/postAccounting/postAccounting.ts:1:1)'],
    ['a megabyte', 'x'.repeat(1_000_000)],
    ['a megabyte of lines', '\n    at a (b:1:1)'.repeat(60_000)],
    ['half a character', '\ud800 and more'],
    ['an address and a password', 'jane@example.com password: geheim123'],
  ])('takes nothing from a message of a stranger: %s', (_, message) => {
    const fault = thrownBy(() => {
      throw new RangeError(message);
    });
    const { text = '', place } = stackOf(fault) ?? {};
    expect(text).not.toMatch(/steal|at a \(b|geheim|example\.com/);
    expect(place).toMatch(/^test\/lib\/observability\/stack\.test\.ts:\d+$/);
    expect(text.length).toBeLessThan(4_000);
    const sentence = sentenceOf(fault);
    expect(Buffer.byteLength(sentence)).toBeLessThanOrEqual(1024);
    expect(sentence).toMatch(/\(test\/lib\/observability\/stack\.test\.ts:\d+\)$/);
    expect(sentence).not.toMatch(/geheim|example\.com/);
  });

  test.each([
    ['a fault of ours', new Fault('STORE_UNAVAILABLE', 'marks')],
    ['a fault of ours that an adapter made of an error', new Fault('THROTTLED', 'marks', { cause: new Error('slow') })],
    ['something that is no error', toFault('boom')],
    ['an error whose stack is none', toFault(Object.assign(new Error('boom'), { stack: 7 }))],
    [
      'an error whose stack throws',
      toFault(Object.defineProperty(new Error('boom'), 'stack', { get: () => priceOf({}) })),
    ],
  ])('is not made of %s', (_, fault) => {
    expect(stackOf(fault)?.text ?? '').toBe('');
    expect(sentenceOf(fault)).toBe(fault.message);
  });
});
