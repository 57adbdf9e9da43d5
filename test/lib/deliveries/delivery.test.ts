import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email, Mail } from '../../../lib/mail/mail.ts';
import { mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';

const mailThat =
  (send: Mail['send'], takesKeys = true) =>
  () => ({ mail: { takesKeys, send } });

describe('a delivery', () => {
  test('sends once per key, whichever and however many events ask for it', async () => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
    const batch = [order(0), order(1, { email: 'JANE@example.com' }), order(2, { email: 'joe@example.com' })];
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'duplicate', 'handled']);
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(mailsIn(platform)).toEqual([
      [['joe@example.com'], 'Receipt'],
      [['jane@example.com'], 'Receipt'],
    ]);
  });

  test('acknowledges what there is nothing to send for', async () => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
    expect((await platform.invoke(handler, [order(0, { email: null })])).outcomes).toEqual(['ignored']);
    expect(mailsIn(platform)).toEqual([]);
  });

  test('never shows an address in a key, neither ours nor the provider’s', async () => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
    await platform.invoke(handler, [order(0)]);
    const [email] = platform.inbox.list(1);
    expect(email?.key).toMatch(/^mailReceipts-[\w-]{43}$/);
    expect(JSON.stringify(platform.lines)).not.toContain('jane@');
  });

  test('sends once when two workers get the same record at the same moment', async () => {
    const platform = await openPlatform([mailReceipts]);
    const slow = ({ mail }: Connections) => ({
      mail: {
        takesKeys: false,
        send: async (email: Email, options: Parameters<Mail['send']>[1]) => {
          await new Promise((resolve) => setTimeout(resolve, 30));
          await mail.send(email, options);
        },
      },
    });
    const noKeys = { MAIL_KEYS: 'false' };
    const one = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(slow, noKeys) });
    const other = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(slow, noKeys) });
    const [first, second] = await Promise.all([platform.invoke(one, [order(0)]), platform.invoke(other, [order(0)])]);
    expect([first.thrown, second.thrown].filter((thrown) => thrown === null)).toHaveLength(1);
    expect(mailsIn(platform)).toHaveLength(1);
    expect((await platform.invoke(other, [order(0)])).outcomes).toEqual(['duplicate']);
  });
});

describe('a delivery that fails', () => {
  test('because the provider takes nothing goes back, and is sent as soon as it takes mail again', async () => {
    const platform = await openPlatform([mailReceipts]);
    let isDown = true;
    const closed = ({ mail }: Connections) => ({
      mail: {
        takesKeys: false,
        send: async (email: Email, options: Parameters<Mail['send']>[1]) => {
          if (isDown) throw new Fault('DEPENDENCY_UNAVAILABLE', 'sending is paused');
          await mail.send(email, options);
        },
      },
    });
    const once = receipt({ ...emailChannel, onUnknown: 'dead-letter' });
    const handler = delivery(mailReceipts, { 'order.placed': once }, { open: platform.open(closed) });
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handed-back']);
    isDown = false;
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });

  test('for good is remembered under its key, so that no other event tries that address again', async () => {
    const platform = await openPlatform([mailReceipts]);
    let tries = 0;
    const refusing = mailThat(async () => {
      tries += 1;
      throw new Fault('ADDRESS_REFUSED', 'mailbox does not exist');
    });
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(refusing) });
    const { reports } = await platform.invoke(handler, [order(0), order(1)]);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['dead-letter', 'ADDRESS_REFUSED'],
      ['duplicate', 'ADDRESS_REFUSED'],
    ]);
    expect(tries).toBe(1);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });

  test('and is dead-lettered lets the next event of that key try anew', async () => {
    const platform = await openPlatform([mailReceipts]);
    let left = 3;
    const flaky = ({ mail }: Connections) => ({
      mail: {
        takesKeys: true,
        send: async (email: Email, options: Parameters<Mail['send']>[1]) => {
          if (left-- > 0) throw new Error('socket hang up');
          await mail.send(email, options);
        },
      },
    });
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(flaky) });
    const { reports } = await platform.invoke(handler, [order(0), order(1)]);
    expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
      ['dead-letter', 3],
      ['handled', 1],
    ]);
    expect(mailsIn(platform)).toHaveLength(1);
  });
});
