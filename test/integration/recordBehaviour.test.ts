import { expect, test } from 'vitest';
import { behaviours } from '../../domain/users/behaviour.ts';
import { config } from '../../functions/consumers/recordBehaviour/config.ts';
import { recordBehaviour } from '../../functions/consumers/recordBehaviour/recordBehaviour.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import { trxLoggedIn } from '../fixtures/logins.ts';
import { onEachStore } from '../fixtures/onEachStore.ts';
import { erase, openLog } from '../fixtures/personal.ts';
import { recordOf } from '../fixtures/records.ts';
import { untilAnswered } from '../fixtures/redelivery.ts';

const handlerOf = (open: OpenEngine) => consumer(config, { 'user-behavior': recordBehaviour }, { open });
const ten = Array.from({ length: 10 }, (_, n) => n);

const did = (told: object | string, offset = 0) => recordOf({ topic: 'user-behavior', key: '42', offset, value: told });
const viewed = (offset: number, more = {}) =>
  did({ user_id: 42, action: 'page_view', timestamp: '2026-11-21T07:59:01Z', ip: '203.0.113.7', ...more }, offset);

await onEachStore('recordBehaviour', [config], (open) => {
  test('every action is kept, known type or not, number or text for a user: what was done in the clear, how sealed', async () => {
    const given = await open();
    const records = [
      viewed(7),
      viewed(8, { user_id: '42', event_id: 'e8', page: '/cards/7', timestamp: '2026-11-21T07:59:00.5Z' }),
      trxLoggedIn({ offset: 9 }),
    ];
    expect((await given.platform.invoke(handlerOf(given.worker()), records)).outcomes).toEqual(
      records.map(() => 'handled'),
    );
    expect((await given.platform.invoke(handlerOf(given.worker()), records)).outcomes).toEqual(
      records.map(() => 'duplicate'),
    );
    expect(await openLog(behaviours, '42', given)).toEqual([
      {
        sk: '2026-11-21T07:59:00.000000000Z#l1',
        clear: { action: 'login', at: '2026-11-21T07:59:00.000Z' },
        opened: { data: { user_id: 42, ip: '203.0.113.7', country: 'DE', user_agent: 'Mozilla/5.0 (iPhone)' } },
      },
      {
        sk: '2026-11-21T07:59:00.500000000Z#e8',
        clear: { action: 'page_view', at: '2026-11-21T07:59:00.500Z' },
        opened: { data: { user_id: '42', ip: '203.0.113.7', page: '/cards/7' } },
      },
      {
        sk: '2026-11-21T07:59:01.000000000Z#user-behavior-0-7',
        clear: { action: 'page_view', at: '2026-11-21T07:59:01.000Z' },
        opened: { data: { user_id: 42, ip: '203.0.113.7' } },
      },
    ]);
  });

  test('an action that is no code may tell of a person: it is sealed with the rest', async () => {
    const given = await open();
    const said = 'wrote to jane@example.com';
    await given.platform.invoke(handlerOf(given.worker()), [viewed(7, { action: said })]);
    expect(await openLog(behaviours, '42', given)).toEqual([
      {
        sk: '2026-11-21T07:59:01.000000000Z#user-behavior-0-7',
        clear: { action: 'other', at: '2026-11-21T07:59:01.000Z' },
        opened: { action: said, data: { user_id: 42, ip: '203.0.113.7' } },
      },
    ]);
  });

  test('without a user id it is acknowledged; one that is no id, or beyond 2^53, or without any type is a dead letter', async () => {
    const given = await open();
    const { reports } = await given.platform.invoke(handlerOf(given.worker()), [
      viewed(0, { user_id: null }),
      viewed(1, { user_id: '' }),
      viewed(2, { user_id: undefined }),
      viewed(8, { user_id: 0 }),
      viewed(3, { user_id: { id: 42 } }),
      viewed(4, { user_id: 4.5 }),
      did('{"user_id": 9007199254740993, "action": "page_view"}', 5),
      did('{"user_id": 9007199254740991, "action": "page_view"}', 6),
      did({ user_id: 42 }, 7),
    ]);
    expect(reports.map(({ outcome, errorCode }) => errorCode ?? outcome)).toEqual([
      'ignored',
      'ignored',
      'ignored',
      'SCHEMA_MISMATCH',
      'SCHEMA_MISMATCH',
      'UNSAFE_INTEGER',
      'handled',
      'NO_EVENT_TYPE',
      'ignored',
    ]);
    expect(await openLog(behaviours, '42', given)).toEqual([]);
    expect(await openLog(behaviours, '9007199254740991', given)).toHaveLength(1);
    expect(await given.platform.onTopic('dead-letter-queue')).toHaveLength(4);
  });

  test('ten workers at once, on actions of their own and on one that all of them have, make one key and lose none', async () => {
    const given = await open();
    const workers = given.sideBySide(10, behaviours);
    await Promise.all(
      workers.map((worker, n) =>
        untilAnswered(given.platform, handlerOf(worker), [viewed(n), viewed(99, { event_id: 'shared' })]),
      ),
    );
    // All of them open, so all were sealed under the one key.
    const entries = await openLog(behaviours, '42', given);
    expect(entries.map(({ sk }) => sk.split('#')[1])).toEqual(['shared', ...ten.map((n) => `user-behavior-0-${n}`)]);
  }, 60_000);

  test.each(['before', 'after'] as const)(
    'a process that ends just %s its commit loses and repeats nothing',
    async (when) => {
      const given = await open();
      const died = await given.platform.invoke(handlerOf(given.dying(behaviours, when)), [viewed(0)]);
      expect(died.thrown).not.toBeNull();
      const again = await given.platform.invoke(handlerOf(given.worker()), [viewed(0)]);
      expect(again.outcomes).toEqual([when === 'before' ? 'handled' : 'duplicate']);
      expect(await openLog(behaviours, '42', given)).toHaveLength(1);
    },
  );

  test('of a deleted user nothing is kept, also when it was decided before the erasure', async () => {
    const given = await open();
    let erasing: Promise<void> | undefined;
    const overtaken = given.through(async (writes, write) => {
      const isDecided = writes.some((one) => one.op === 'put' && one.table.name === behaviours.name);
      if (isDecided) erasing ??= erase('42', [], given.store);
      await erasing;
      return await write();
    });
    expect((await given.platform.invoke(handlerOf(overtaken), [viewed(0)])).outcomes).toEqual(['ignored']);
    expect((await given.platform.invoke(handlerOf(given.worker()), [viewed(1)])).outcomes).toEqual(['ignored']);
    expect(await openLog(behaviours, '42', given)).toEqual([]);
  });
});
