import { describe, expect, test } from 'vitest';
import { type DueRow, dueRow, recordOf } from '../../../lib/due/dueRow.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import type { InvokeFunction } from '../../../lib/invoke/invoke.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { buffersOf, parkedIn, placed, rowsIn, runJob, START_MS, withReminders } from './givenDue.ts';

const at = (afterMs: number) => () => START_MS + afterMs;

describe('the job that works off rows due', () => {
  test('gives rows of one key in offset order, and other keys beside them', async () => {
    const { platform, sent, handler, worker } = await withReminders(at(5_000));
    const records = [placed(9), placed(10), placed(11), placed(3, 'o-2')];
    await platform.invoke(handler, records);
    expect(await runJob(worker)).toEqual({ done: 4, waiting: 0, parked: 0 });
    const texts = sent.map(([text]) => text);
    expect(texts.filter((text) => text.startsWith('o-1'))).toEqual(['o-1 9', 'o-1 10', 'o-1 11']);
    expect(texts).toContain('o-2 3');
  });

  test('waits with the rest of a key behind a row that has to come again', async () => {
    let isDown = true;
    const given = await withReminders(at(5_000), {
      send: async (text) => {
        const afterMs = given.platform.clock.nowMs - START_MS;
        if (isDown && afterMs < 9_000) throw new Fault('DEPENDENCY_UNAVAILABLE', 'down for now');
        isDown = false;
        given.sent.push([text, afterMs]);
      },
    });
    const { platform, sent, handler, worker, store } = given;
    await platform.invoke(handler, [placed(1), placed(2)]);
    const { done } = await runJob(worker);
    expect([done, sent.map(([text]) => text)]).toEqual([2, ['o-1 1', 'o-1 2']]);
    expect(sent[0]?.[1]).toBeGreaterThanOrEqual(10_000);
    expect(await rowsIn(store)).toEqual([]);
  });

  test('run twice at once sends once', async () => {
    const { platform, sent, handler, worker, store } = await withReminders(at(5_000));
    await platform.invoke(handler, [placed(1), placed(2), placed(3, 'o-2')]);
    await Promise.all([runJob(worker), runJob(worker)]);
    expect(sent.map(([text]) => text).sort()).toEqual(['o-1 1', 'o-1 2', 'o-2 3']);
    expect(await rowsIn(store)).toEqual([]);
  });

  test('that died between the answer and the row leaves it to the next run, which sends nothing', async () => {
    const { platform, sent, handler, worker, store } = await withReminders(at(5_000));
    await platform.invoke(handler, [placed(1)]);
    const [row] = await rowsIn(store);
    await runJob(worker);
    await store.transact([{ op: 'put', table: { name: 'due', indexes: {}, expires: false }, item: row as never }], 't');
    expect(await runJob(worker)).toMatchObject({ done: 1 });
    expect([sent.length, await rowsIn(store)]).toEqual([1, []]);
  });

  test('hands over to the next run what it has no time for', async () => {
    const { platform, sent, handler, worker } = await withReminders(at(61_000));
    await platform.invoke(handler, [placed(1)]);
    expect(await runJob(worker)).toMatchObject({ done: 0 });
    platform.clock.nowMs = START_MS + 60_000;
    await runJob(worker);
    expect(sent).toEqual([['o-1 1', 61_000]]);
  });

  test('takes up what is stored while it waits', async () => {
    let placedLate = false;
    const { platform, sent, handler, worker } = await withReminders(
      (id) => START_MS + (id === 'o-1' ? 40_000 : 15_000),
    );
    await platform.invoke(handler, [placed(1)]);
    const { sleep } = worker;
    await runJob({
      ...worker,
      sleep: async (ms) => {
        await sleep(ms);
        if (placedLate || platform.clock.nowMs < START_MS + 10_000) return;
        placedLate = true;
        await platform.invoke(handler, [placed(2, 'o-2')]);
      },
    });
    expect(sent).toEqual([
      ['o-2 2', 15_000],
      ['o-1 1', 40_000],
    ]);
  });
});

describe('a row due that fails', () => {
  test('for good is a dead letter with the record as it came, and its row is gone', async () => {
    const { platform, handler, worker, store } = await withReminders(at(5_000), {
      send: async () => {
        throw new Fault('ADDRESS_REFUSED', 'no such place');
      },
    });
    const record = placed(1, 'o-1', {
      headers: [
        ['x-thing', 'a'],
        ['x-thing', 'b'],
      ],
    });
    await platform.invoke(handler, [record]);
    expect(await runJob(worker)).toMatchObject({ done: 1 });
    const [letter] = await platform.onTopic('orders.dead');
    const { key, value, headers } = buffersOf(letter as KafkaRecord);
    expect([key, value]).toEqual([record.key, record.value]);
    const told = headers.map(([name, bytes]) => [name, String(bytes)]);
    expect(told.slice(0, 2)).toEqual([
      ['x-thing', 'a'],
      ['x-thing', 'b'],
    ]);
    expect(told).toContainEqual(['x-error-code', 'ADDRESS_REFUSED']);
    expect(told).toContainEqual(['x-original-offset', '1']);
    expect([await rowsIn(store), (await platform.onTopic('orders.dead')).length]).toEqual([[], 1]);
    expect((await platform.invoke(handler, [record])).outcomes).toEqual(['duplicate']);
  });

  test('by ending the process of its function is given up unread after two such runs', async () => {
    const { platform, handler, worker, store } = await withReminders(at(5_000));
    await platform.invoke(handler, [placed(1)]);
    const { invoke } = worker;
    let runs = 0;
    const dying: InvokeFunction = async (call) => {
      runs += 1;
      if (runs <= 2) return { kind: 'ended', error: 'Runtime exited with error: signal: killed' };
      return await invoke(call);
    };
    expect(await runJob({ ...worker, invoke: dying })).toEqual({ done: 1, waiting: 2, parked: 0 });
    const letters = await platform.onTopic('orders.dead');
    const codes = letters.map(({ headers }) => headers.find(([name]) => name === 'x-error-code')?.[1] ?? []);
    expect(codes.map((code) => Buffer.from(code).toString())).toEqual(['CRASHED']);
    expect(await rowsIn(store)).toEqual([]);
  });

  test('for want of its function is parked, with the reason', async () => {
    const { platform, handler, worker, store } = await withReminders(at(5_000));
    await platform.invoke(handler, [placed(1)]);
    const invoke: InvokeFunction = async ({ name }) => {
      throw new Fault('FUNCTION_MISSING', `${name} was taken away`);
    };
    expect(await runJob({ ...worker, invoke })).toEqual({ done: 0, waiting: 0, parked: 1 });
    expect(await rowsIn(store)).toEqual([]);
    expect(await parkedIn(store)).toMatchObject([
      {
        function: 'remind',
        errorCode: 'FUNCTION_MISSING',
        topic: 'orders',
        offset: 1,
        dueAt: '2026-11-21T08:00:05.000Z',
      },
    ]);
  });
});

describe('the record of a row', () => {
  test.each([
    ['without a key', { key: null }],
    ['of bytes that are no text', { value: Buffer.from([0xff, 0x00, 0xfe]) }],
    ['with nothing in it', { value: Buffer.alloc(0), key: Buffer.alloc(0) }],
    ['too large for an item', { value: Buffer.alloc(500_000, 7) }],
  ])('%s comes as it was', async (_, more) => {
    const { worker } = await withReminders(at(0));
    const record = {
      ...placed(4),
      headers: [
        ['h', Buffer.from([1, 2])],
        ['h', Buffer.alloc(0)],
      ] as const,
      ...more,
    };
    const { row, write, object } = dueRow({ function: 'remind', record, dueAtMs: START_MS }, START_MS);
    if (object) await worker.objects.put(object.name, object.bytes);
    expect(await worker.store.transact([write], 'row')).toEqual([]);
    const [found] = await rowsIn(worker.store);
    const bytes = row.object === undefined ? undefined : await worker.objects.get(row.object);
    expect(buffersOf(recordOf(found as DueRow, bytes) as KafkaRecord)).toEqual(buffersOf(record));
  });
});
