import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import type { Channel } from '../../../lib/deliveries/delivery.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email, Mail } from '../../../lib/mail/mail.ts';
import { refOf } from '../../../lib/store/refs.ts';
import type { Store } from '../../../lib/store/store.ts';
import { markRef, marks } from '../../../lib/tables/marks.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';

describe('a worker that died between sending and writing it down', () => {
  const dying = ({ store, mail }: Connections) => {
    let isDead = false;
    return {
      mail: {
        takesKeys: mail.takesKeys,
        send: async (email: Email, options: Parameters<Mail['send']>[1]) => {
          await mail.send(email, options);
          isDead = true;
        },
      },
      store: handled(store, async (_, write) => {
        if (isDead) throw new Fault('STORE_UNAVAILABLE', 'the process is gone');
        return await write();
      }),
    };
  };

  async function afterDeath(channel: Channel<Email>, settings: Record<string, string>) {
    const platform = await openPlatform([mailReceipts]);
    const dead = delivery(mailReceipts, { 'order.placed': receipt(channel) }, { open: platform.open(dying, settings) });
    const alive = delivery(
      mailReceipts,
      { 'order.placed': receipt(channel) },
      { open: platform.open(undefined, settings) },
    );
    expect((await platform.invoke(dead, [order(0)])).outcomes).toEqual(['handed-back']);
    platform.clock.nowMs += 14_900;
    expect((await platform.invoke(alive, [order(0)])).reports[0]).toMatchObject({
      outcome: 'handed-back',
      errorCode: 'IN_PROGRESS_ELSEWHERE',
    });
    platform.clock.nowMs += 200;
    const { reports } = await platform.invoke(alive, [order(0)]);
    return { platform, report: reports[0] };
  }

  test('is succeeded when its lease has run out; a provider that takes keys sends nothing twice', async () => {
    const { platform, report } = await afterDeath(emailChannel, { MAIL_KEYS: 'true' });
    expect(report).toMatchObject({ outcome: 'handled' });
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('has its e-mail repeated, and counted, where the provider takes no keys', async () => {
    const { platform, report } = await afterDeath(emailChannel, { MAIL_KEYS: 'false' });
    expect(report).toMatchObject({ outcome: 'handled' });
    expect(mailsIn(platform)).toHaveLength(2);
    expect(platform.lines.filter(({ message }) => message === 'delivery.repeated')).toHaveLength(1);
  });

  test('leaves a dead letter OUTCOME_UNKNOWN where a repeat does more harm', async () => {
    const once: Channel<Email> = { ...emailChannel, onUnknown: 'dead-letter' };
    const { platform, report } = await afterDeath(once, { MAIL_KEYS: 'false' });
    expect(report).toMatchObject({ outcome: 'dead-letter', errorCode: 'OUTCOME_UNKNOWN' });
    expect(mailsIn(platform)).toHaveLength(1);
  });
});

test('a worker whose lease ran out while sending does not complete the claim of its successor', async () => {
  const platform = await openPlatform([mailReceipts]);
  const engine = await platform.open()(mailReceipts);
  const usurping = ({ mail }: Connections) => ({
    mail: {
      takesKeys: true,
      send: async (email: Email, options: Parameters<Mail['send']>[1]) => {
        platform.clock.nowMs += 20_000;
        const successor = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
        expect((await platform.invoke(successor, [order(0)])).outcomes).toEqual(['handled']);
        await mail.send(email, options);
      },
    },
  });
  const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(usurping) });
  const { reports } = await platform.invoke(handler, [order(0)]);
  expect(reports.at(-1)).toMatchObject({ outcome: 'handed-back', errorCode: 'CLAIM_LOST' });
  expect(mailsIn(platform)).toHaveLength(1);
  const key = platform.inbox.list(1)[0]?.key.replace('mailReceipts-', '') ?? '';
  const [mark] = await engine.connections.store.read([markRef('mailReceipts', key)]);
  expect(mark?.['state']).toBe('completed');
});

describe('a worker that looked before another one dead-lettered the record', () => {
  const failing = () => ({
    mail: {
      takesKeys: false,
      send: async () => {
        throw new Fault('UNKNOWN', 'in this test');
      },
    },
  });

  const claimingOnly = ({ store }: Connections) => ({
    store: handled(store, async (writes, write) => {
      const isLater = writes.some((one) => refOf(one).table === marks) && !puts('claimed')(writes);
      if (isLater) throw new Fault('STORE_UNAVAILABLE', 'out of reach');
      return await write();
    }),
  });

  test.each(['had met a claim that lapsed', 'had not yet tried to claim'])('and %s, sends nothing', async (when) => {
    const platform = await openPlatform([mailReceipts]);
    const dead = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(claimingOnly) });
    expect((await platform.invoke(dead, [order(0)])).outcomes).toEqual(['handed-back']);
    platform.clock.nowMs += 5_001;
    const buried = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(failing) });
    const bury = async () => expect((await platform.invoke(buried, [order(0)])).outcomes).toEqual(['dead-letter']);
    const overtaken = ({ store }: Connections) => {
      let steps = 0;
      // Opens its row, looks for a failure, tries to claim, takes over.
      const step = async () => {
        steps += 1;
        if (steps === (when.startsWith('had not') ? 3 : 4)) await bury();
      };
      return {
        store: {
          ...handled(store, async (_, write) => {
            await step();
            return await write();
          }),
          query: async (...asked: Parameters<typeof store.query>) => {
            if (asked[0].table === marks) await step();
            return await store.query(...asked);
          },
        } as Store,
      };
    };
    const late = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(overtaken) });
    const { reports } = await platform.invoke(late, [order(0)]);
    expect(reports.map(({ outcome }) => outcome)).not.toContain('handled');
    expect(mailsIn(platform)).toHaveLength(0);
    expect((await platform.invoke(late, [order(0)])).outcomes).toEqual(['duplicate']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });
});
