import { expect, test } from 'vitest';
import { type LoginPattern, loginPatterns, patternOf } from '../../domain/users/loginPattern.ts';
import { config } from '../../functions/consumers/detectUnusualLogin/config.ts';
import { detectUnusualLogin } from '../../functions/consumers/detectUnusualLogin/detectUnusualLogin.ts';
import { drainConnectionsOf } from '../../lib/connect/engine.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { OpenEngine } from '../../lib/lambda/lambda.ts';
import { relay } from '../../lib/outbox/relay.ts';
import { loggedIn } from '../fixtures/logins.ts';
import { type Given, onEachStore } from '../fixtures/onEachStore.ts';
import { erase } from '../fixtures/personal.ts';
import { jsonOf } from '../fixtures/records.ts';
import { untilAnswered } from '../fixtures/redelivery.ts';

const handlerOf = (open: OpenEngine) => consumer(config, { 'user.logged_in': detectUnusualLogin }, { open });
const usual = loggedIn({ id: 'usual' });
const abroad = (offset: number, more = {}) => loggedIn({ id: `abroad${offset}`, offset, country: 'BR', ...more });

/** The logins that alarms were raised for, as often as they stand on each topic. */
async function alarmsOf({ platform }: Given) {
  const notices = (await platform.onTopic('user.notifications')).map(jsonOf);
  const alerts = (await platform.onTopic('risk.alert.high')).map(jsonOf);
  return {
    notices: notices.map(({ cause_event_id }) => cause_event_id).toSorted(),
    alerts: alerts.map(({ check_id }) => check_id).toSorted(),
  };
}

async function patternIn({ store }: Given) {
  const [pattern] = await store.read([patternOf('42').pattern]);
  return pattern as LoginPattern | undefined;
}

await onEachStore('detectUnusualLogin', [config], (open) => {
  test('a login from a new country with a new device alarms once, though it comes twice, and holds no address', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    const far = abroad(1, { user_agent: 'curl/8.9', failed_attempts: 5 });
    const outcomes = [];
    for (const record of [usual, usual, far, far]) {
      outcomes.push(...(await given.platform.invoke(handler, [record])).outcomes);
    }
    expect(outcomes).toEqual(['handled', 'duplicate', 'handled', 'duplicate']);
    const [notice, ...otherNotices] = (await given.platform.onTopic('user.notifications')).map(jsonOf);
    const [alert, ...otherAlerts] = (await given.platform.onTopic('risk.alert.high')).map(jsonOf);
    expect([otherNotices, otherAlerts]).toEqual([[], []]);
    expect(notice).toMatchObject({
      type: 'user.notice_raised',
      user_id: '42',
      notice: 'unusual_login',
      category: 'security',
      cause_event_id: 'abroad1',
      params: {
        reasons: ['new_country', 'new_device', 'many_failures'],
        country: 'BR',
        at: '2026-11-21T07:59:00.000Z',
      },
    });
    expect(alert).toMatchObject({
      event_type: 'risk.alert.high',
      subject_type: 'user',
      subject_id: '42',
      score: 80,
      level: 'high',
      reasons: ['new_country', 'new_device', 'many_failures'],
    });
    const clear = JSON.stringify([notice, alert, await patternIn(given)]);
    expect(clear).not.toMatch(/203\.0|curl|iPhone/);
  });

  test('how many failures are many is a setting', async () => {
    const given = await open();
    const handler = handlerOf(given.worker({ UNUSUAL_FAILED_ATTEMPTS: '3' }));
    const tried = [2, 3].map((failed_attempts) => loggedIn({ id: `f${failed_attempts}`, failed_attempts }));
    for (const record of tried) await given.platform.invoke(handler, [record]);
    expect(await alarmsOf(given)).toEqual({ notices: ['f3'], alerts: ['f3'] });
  });

  test('ten logins with one new device side by side: the first alarms, and to the others it is known', async () => {
    const given = await open();
    await given.platform.invoke(handlerOf(given.worker()), [usual]);
    const workers = given.sideBySide(10, loginPatterns);
    await Promise.all(
      workers.map((worker, n) => untilAnswered(given.platform, handlerOf(worker), [abroad(n + 1), abroad(99)])),
    );
    const { notices, alerts } = await alarmsOf(given);
    expect(new Set(notices).size).toBe(1);
    expect(new Set(alerts)).toEqual(new Set(notices));
    expect((await patternIn(given))?.countries).toEqual(['DE', 'BR']);
  }, 60_000);

  test.each(['before', 'after'] as const)(
    'a process that ends just %s its commit raises the alarm once',
    async (when) => {
      const given = await open();
      await given.platform.invoke(handlerOf(given.worker()), [usual]);
      const died = await given.platform.invoke(handlerOf(given.dying(loginPatterns, when)), [abroad(1)]);
      expect(died.thrown).not.toBeNull();
      const again = await given.platform.invoke(handlerOf(given.worker()), [abroad(1)]);
      expect(again.outcomes).toEqual([when === 'before' ? 'handled' : 'duplicate']);
      // The relay sends events that the dead worker stored and did not send.
      const engine = await given.worker()(config);
      await relay(drainConnectionsOf(engine));
      expect(await alarmsOf(given)).toEqual({ notices: ['abroad1'], alerts: ['abroad1'] });
    },
  );

  test('a login that comes late is compared with what is known by then, and breaks nothing', async () => {
    const given = await open();
    const handler = handlerOf(given.worker());
    const late = abroad(1, { timestamp: '2026-11-20T07:59:00Z' });
    for (const record of [usual, late, loggedIn({ id: 'back', offset: 2 })]) {
      expect((await given.platform.invoke(handler, [record])).outcomes).toEqual(['handled']);
    }
    expect((await alarmsOf(given)).alerts).toEqual(['abroad1']);
    expect((await patternIn(given))?.countries).toEqual(['BR', 'DE']);
  });

  test('a deleted user’s logins raise no alarm, also when that was decided before the erasure', async () => {
    const given = await open();
    await given.platform.invoke(handlerOf(given.worker()), [usual]);
    let erasing: Promise<void> | undefined;
    const overtaken = given.through(async (writes, write) => {
      const isDecided = writes.some((one) => one.op === 'put' && one.table.name === loginPatterns.name);
      if (isDecided) erasing ??= erase('42', [loginPatterns], given.store);
      await erasing;
      return await write();
    });
    const failing = loggedIn({ id: 'failing', failed_attempts: 9 });
    expect((await given.platform.invoke(handlerOf(overtaken), [failing])).outcomes).toEqual(['ignored']);
    expect((await given.platform.invoke(handlerOf(given.worker()), [abroad(1)])).outcomes).toEqual(['ignored']);
    expect(await alarmsOf(given)).toEqual({ notices: [], alerts: [] });
    expect(await patternIn(given)).toEqual({
      pk: 'user#42',
      sk: '-',
      version: 2,
      deletedAt: '2026-11-21T09:00:00.000Z',
    });
  });
});
