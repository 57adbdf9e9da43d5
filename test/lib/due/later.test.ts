import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { later } from '../../../lib/port/later.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { type Change, placed, rowsIn, runJob, START_MS, withReminders } from './givenDue.ts';

const at = (afterMs: number) => () => START_MS + afterMs;

describe('a delivery that answers later', () => {
  test('sends nothing until then, and then once: 5 s mean 5 s', async () => {
    const { platform, sent, handler, worker, store } = await withReminders(at(5_000));
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['handled']);
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['duplicate']);
    expect([sent, (await rowsIn(store)).length]).toEqual([[], 1]);
    expect(await runJob(worker)).toEqual({ done: 1, waiting: 0, parked: 0 });
    expect(sent).toEqual([['o-1 1', 5_000]]);
    expect(await rowsIn(store)).toEqual([]);
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['duplicate']);
    expect(sent).toHaveLength(1);
  });

  test('is left alone by a run that ends before, and comes with the one whose minute it is', async () => {
    const { platform, sent, handler, worker } = await withReminders(at(3_600_000));
    await platform.invoke(handler, [placed(1)]);
    expect(await runJob(worker)).toEqual({ done: 0, waiting: 0, parked: 0 });
    platform.clock.nowMs = START_MS + 3_570_000;
    await runJob(worker);
    expect(sent).toEqual([['o-1 1', 3_600_000]]);
  });

  test('with a time in the past is sent at once', async () => {
    const { platform, sent, handler, worker } = await withReminders(at(0), {
      send: async (text) => (sent.push([text, 0]) === 1 ? later(1) : undefined),
    });
    await platform.invoke(handler, [placed(1)]);
    await runJob(worker);
    expect(sent).toEqual([
      ['o-1 1', 0],
      ['o-1 1', 0],
    ]);
  });

  test.each([
    ['more than 30 days ahead', START_MS + 30 * 86_400_000 + 1],
    ['no whole number', START_MS + 0.5],
    ['no number at all', Number.POSITIVE_INFINITY],
    ['beyond what a number tells', 2 ** 53],
  ])('with a time that is %s is a dead letter, and nothing waits', async (_, dueAtMs) => {
    const { platform, sent, handler, store } = await withReminders(() => dueAtMs);
    const { reports } = await platform.invoke(handler, [placed(1)]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorClass: 'poison', errorCode: 'DUE_INVALID' }]);
    expect([sent, await rowsIn(store)]).toEqual([[], []]);
  });

  test('may answer it again when its time has come, and again', async () => {
    const times = [60_000, 90_000, 125_000].map((afterMs) => START_MS + afterMs);
    const { platform, sent, handler, worker, store } = await withReminders(
      (_, nowMs) => times.find((time) => time > nowMs) ?? 0,
    );
    await platform.invoke(handler, [placed(1)]);
    for (let minute = 0; minute < 4; minute += 1) {
      expect(sent).toEqual([]);
      await runJob(worker);
      expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['duplicate']);
      if (sent.length > 0) break;
      platform.clock.nowMs = Math.max(platform.clock.nowMs, START_MS + 60_000);
    }
    expect(sent).toEqual([['o-1 1', 125_000]]);
    expect(await rowsIn(store)).toEqual([]);
  });
});

describe('a send that answers later', () => {
  test('is tried at that time, though its kind sends nothing of unknown outcome', async () => {
    const answers = [later(START_MS + 20_000), later(START_MS + 40_000)];
    const given = await withReminders(at(0), {
      send: async (text) => answers.shift() ?? void given.sent.push([text, given.platform.clock.nowMs - START_MS]),
    });
    const { platform, sent, handler, worker, store } = given;
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['handled']);
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['duplicate']);
    await runJob(worker);
    expect([sent, await rowsIn(store)]).toEqual([[['o-1 1', 40_000]], []]);
  });

  test('that is to be later than can be is a dead letter', async () => {
    const { platform, handler } = await withReminders(at(0), { send: async () => later(Number.NaN) });
    const { reports } = await platform.invoke(handler, [placed(1)]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'DUE_INVALID' }]);
  });
});

describe('a deferral whose store fails', () => {
  const failing =
    (isDone: boolean, times = 1): Change =>
    ({ store }) => {
      let left = times;
      return {
        store: handled(store, async (writes, write) => {
          if (left === 0 || !puts('deferred')(writes)) return await write();
          left -= 1;
          if (isDone) await write();
          throw new Fault('STORE_UNAVAILABLE', 'no answer');
        }),
      };
    };

  test.each([
    ['was not done', false, 'handled'],
    ['was done, its answer lost', true, 'duplicate'],
  ] as const)('%s: comes again, and the message goes once', async (_, isDone, outcome) => {
    const { platform, sent, handlerOf, worker } = await withReminders(at(5_000));
    const handler = handlerOf(failing(isDone));
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['handed-back']);
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual([outcome]);
    await runJob(worker);
    expect(sent).toEqual([['o-1 1', 5_000]]);
  });

  test('after a send put it off is written by another try, and the send is not taken for one of unknown outcome', async () => {
    const answers = [later(START_MS + 5_000)];
    const given = await withReminders(at(0), {
      send: async (text) => answers.shift() ?? void given.sent.push([text, given.platform.clock.nowMs - START_MS]),
    });
    const { platform, sent, handlerOf, worker } = given;
    expect((await platform.invoke(handlerOf(failing(false)), [placed(1)])).outcomes).toEqual(['handled']);
    await runJob(worker);
    expect(sent).toEqual([['o-1 1', 5_000]]);
  });

  test('throughout hands the record back, its key free', async () => {
    const given = await withReminders(at(0), {
      send: async (text) => {
        given.sent.push([text, 0]);
        return given.sent.length === 1 ? later(START_MS + 5_000) : undefined;
      },
    });
    const { platform, handlerOf, handler, sent } = given;
    expect((await platform.invoke(handlerOf(failing(false, 9)), [placed(1)])).outcomes).toEqual(['handed-back']);
    expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['handled']);
    expect(sent).toHaveLength(2);
  });
});
