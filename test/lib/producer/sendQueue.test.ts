import { describe, expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../../../lib/kafka/record.ts';
import { sendQueue } from '../../../lib/producer/sendQueue.ts';
import { record } from '../../contracts/broker/given.ts';

const textOf = ({ value }: NewRecord) => Buffer.from(value ?? '').toString();
const named = (...values: string[]) => values.map((value) => record('orders', '21', value));
const sized = (bytes: number) => ({ ...record('orders', null, null), value: new Uint8Array(bytes) });

/** A sender whose sends end when the test says so; each is written down as the values it held. */
function givenSender(
  answer: (records: readonly NewRecord[]) => Fault | undefined = () => undefined,
  placeOf: (record: NewRecord) => string = ({ topic }) => topic,
) {
  const sends: string[][] = [];
  const counts: number[] = [];
  let offset = 0;
  let fail: (fault: Fault) => void = () => undefined;
  const gate: { isOpen: boolean; open: () => void } = { isOpen: true, open: () => undefined };
  const queue = sendQueue({
    send: async (records) => {
      sends.push(records.map(textOf));
      counts.push(records.length);
      if (!gate.isOpen) {
        await new Promise<void>((resolve, reject) => {
          gate.open = resolve;
          fail = reject;
        });
      }
      const fault = answer(records);
      if (fault) throw fault;
      return records.map((each): KafkaRecord => ({ ...each, partition: 0, offset: offset++, timestamp: 0 }));
    },
    discard: () => fail(new Fault('BROKER_UNAVAILABLE', 'thrown away')),
    placeOf,
  });
  return { queue, sends, counts, gate };
}

describe('the send queue', () => {
  it('sends one at a time, and all that waited together with the next', async () => {
    const { queue, sends, gate } = givenSender();
    gate.isOpen = false;
    const first = queue.publish(named('a'));
    const later = [queue.publish(named('b', 'c')), queue.publish(named('d'))];
    expect(sends).toEqual([['a']]);
    gate.isOpen = true;
    gate.open();
    expect(await first).toMatchObject([{ offset: 0 }]);
    expect(await Promise.all(later)).toMatchObject([[{ offset: 1 }, { offset: 2 }], [{ offset: 3 }]]);
    expect(sends).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it.each([
    ['100 records', Array.from({ length: 250 }, () => sized(10)), [100, 100, 50]],
    ['a megabyte', [sized(400_000), sized(400_000), sized(400_000), sized(400_000)], [2, 2]],
    ['one record that is larger', [sized(10), sized(1_100_000), sized(10)], [1, 1, 1]],
  ])('holds at most %s in a send', async (_, records, expected) => {
    const { queue, counts } = givenSender();
    expect((await queue.publish(records)).map(({ offset }) => offset)).toEqual(records.map((_record, at) => at));
    expect(counts).toEqual(expected);
  });

  it('keeps calls whole when it puts them together', async () => {
    const { queue, counts, gate } = givenSender();
    gate.isOpen = false;
    const calls = [1, 60, 60, 30].map((count) => queue.publish(Array.from({ length: count }, () => sized(10))));
    gate.isOpen = true;
    gate.open();
    await Promise.all(calls);
    expect(counts).toEqual([1, 60, 90]);
  });

  it('tries each call alone when one of those that went together is refused', async () => {
    const refusing = (records: readonly NewRecord[]) =>
      records.some((each) => textOf(each) === 'bad') ? new Fault('RECORD_TOO_LARGE', 'bad') : undefined;
    const { queue, sends, gate } = givenSender(refusing);
    gate.isOpen = false;
    const calls = [['a'], ['b'], ['bad'], ['c']].map((values) => queue.publish(named(...values)));
    gate.isOpen = true;
    gate.open();
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(sends).toEqual([['a'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
  });

  it('finds out once for all calls on the same topics that these are refused, and sends the others', async () => {
    const refusing = (records: readonly NewRecord[]) =>
      records.some(({ topic }) => topic === 'nowhere') ? new Fault('UNKNOWN_TOPIC', 'nowhere') : undefined;
    const { queue, sends, gate } = givenSender(refusing);
    gate.isOpen = false;
    const lost = (...values: string[]) => values.map((value) => record('nowhere', '21', value));
    const calls = [named('a'), lost('b'), named('c'), lost('d'), lost('e')].map((records) => queue.publish(records));
    gate.isOpen = true;
    gate.open();
    const outcomes = await Promise.allSettled(calls);
    const statuses = outcomes.map(({ status }) => status);
    expect(statuses).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected']);
    expect(sends).toEqual([['a'], ['b', 'c', 'd', 'e'], ['b', 'd', 'e'], ['c']]);
  });

  it('finds out once for all calls on the same partition that it takes nothing, and sends the others', async () => {
    const placeOf = ({ topic, key }: NewRecord) => `${topic}-${Buffer.from(key ?? '').toString().length}`;
    const refusing = (records: readonly NewRecord[]) =>
      records.some((each) => placeOf(each) === 'orders-2') ? new Fault('TOPIC_UNAVAILABLE', 'orders-2') : undefined;
    const { queue, sends, gate } = givenSender(refusing, placeOf);
    gate.isOpen = false;
    const keyed = [
      ['1', 'a'],
      ['22', 'b'],
      ['3', 'c'],
      ['44', 'd'],
      ['555', 'e'],
      ['66', 'f'],
    ] as const;
    const calls = keyed.map(([key, value]) => queue.publish([record('orders', key, value)]));
    gate.isOpen = true;
    gate.open();
    const outcomes = await Promise.allSettled(calls);
    const statuses = outcomes.map(({ status }) => status);
    expect(statuses).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected']);
    expect(sends).toEqual([['a'], ['b', 'c', 'd', 'e', 'f'], ['b', 'd', 'f'], ['c'], ['e']]);
  });

  it('tries the records of a call one by one where all of them are too large for one piece', async () => {
    const small = (records: readonly NewRecord[]) =>
      records.length > 1 ? new Fault('RECORD_TOO_LARGE', 'orders') : undefined;
    const { queue, sends } = givenSender(small);
    expect(await queue.publish(named('a', 'b'))).toMatchObject([{ offset: 0 }, { offset: 1 }]);
    expect(sends).toEqual([['a', 'b'], ['a'], ['b']]);
  });

  it.each(['BROKER_UNAVAILABLE', 'TIMED_OUT'] as const)('fails all that went together when it is %s', async (code) => {
    const { queue, sends, gate } = givenSender(() => new Fault(code, 'no answer'));
    gate.isOpen = false;
    const calls = [['a'], ['b'], ['c']].map((values) => queue.publish(named(...values)));
    gate.isOpen = true;
    gate.open();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code });
    expect(sends).toEqual([['a'], ['b', 'c']]);
  });

  it('never sends a call that is aborted while it waits, and leaves the others alone', async () => {
    const { queue, sends, gate } = givenSender();
    gate.isOpen = false;
    const lapse = new AbortController();
    const first = queue.publish(named('a'));
    const lapsed = queue.publish(named('b'), lapse.signal);
    const last = queue.publish(named('c'));
    lapse.abort();
    await expect(lapsed).rejects.toMatchObject({ code: 'TIMED_OUT' });
    gate.isOpen = true;
    gate.open();
    await Promise.all([first, last]);
    expect(sends).toEqual([['a'], ['c']]);
  });

  it('cuts off a send that is aborted on its way, and repeats it for those it travelled with', async () => {
    const { queue, sends, gate } = givenSender();
    gate.isOpen = false;
    const lapse = new AbortController();
    const first = queue.publish(named('a'));
    const together = [queue.publish(named('b'), lapse.signal), queue.publish(named('c'))] as const;
    gate.open();
    await first;
    gate.isOpen = true;
    lapse.abort();
    await expect(together[0]).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(await together[1]).toMatchObject([{ offset: 1 }]);
    expect(sends).toEqual([['a'], ['b', 'c'], ['c']]);
  });
});
