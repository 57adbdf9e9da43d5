import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import type { Channel } from '../../../lib/deliveries/delivery.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import { mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';

const bug = () => new TypeError("Cannot read properties of undefined (reading 'messageId')");
const orders = (...numbers: number[]) =>
  numbers.map((number) => ({
    ...order(number, { order_id: `o-${number}`, email: `p${number}@example.com` }),
    key: Buffer.from(`o-${number}`),
  }));
const ofOneKey = (...numbers: number[]) => numbers.map((number) => order(number, { email: `p${number}@example.com` }));

async function given(channel: Partial<Channel<Email>> = {}) {
  const platform = await openPlatform([mailReceipts]);
  const state = { broken: (_to: string) => true as boolean };
  const sent: string[] = [];
  const send: Channel<Email>['send'] = async (email, key) => {
    if (state.broken(email.to.join())) throw bug();
    sent.push(key);
  };
  const onUnknown = 'repeat' as const;
  const one = receipt({ ...emailChannel, onUnknown, takesKeys: () => false, ...channel, send });
  const handler = delivery(mailReceipts, { 'order.placed': one }, { open: platform.open() });
  const outcomes = async (records: readonly KafkaRecord[]) =>
    (await platform.invoke(handler, records)).reports.map(({ outcome, errorCode }) => [outcome, errorCode]);
  const letters = async () => (await platform.onTopic('orders.dead')).length;
  return { platform, state, sent, outcomes, letters };
}

describe('code that fails at every send', () => {
  test('hands the whole batch back, again and again, and sends each once when it is mended', async () => {
    const { state, sent, outcomes, letters, platform } = await given();
    const back = ['handed-back', 'SEND_FAULTY'];
    for (let time = 0; time < 3; time += 1) {
      expect(await outcomes(orders(0, 1, 2, 3))).toEqual([back, back, back, back]);
    }
    expect(await letters()).toBe(0);
    expect(platform.lines.filter(({ message }) => message === 'deployment.faulty').length).toBeGreaterThan(0);
    state.broken = () => false;
    expect(await outcomes(orders(0, 1, 2, 3))).toEqual(Array(4).fill(['handled', undefined]));
    expect(sent).toHaveLength(4);
  });

  test('costs a lane one letter: the record behind shows that it is the code', async () => {
    const { outcomes, letters } = await given();
    for (let time = 0; time < 5; time += 1) await outcomes(ofOneKey(0, 1, 2, 3));
    expect(await letters()).toBe(1);
  });

  test('holds no partition for records that come alone, however many of them it fails on', async () => {
    const { outcomes } = await given();
    for (const number of [0, 1, 2])
      expect(await outcomes(orders(number))).toEqual([['dead-letter', 'PROGRAMMER_ERROR']]);
  });

  test('is no excuse for two records between others that were sent', async () => {
    const { state, sent, outcomes, letters } = await given();
    await outcomes(orders(7));
    state.broken = (to) => ['p1@example.com', 'p2@example.com'].includes(to);
    for (let time = 0; time < 3; time += 1) await outcomes(orders(0, 1, 2, 3));
    expect([sent.length, await letters()]).toEqual([2, 3]);
  });

  test('is no excuse for the one record that it fails on: that becomes a letter, the others are sent', async () => {
    const { state, sent, outcomes, letters } = await given();
    state.broken = (to) => to === 'p1@example.com';
    const first = await outcomes(orders(0, 1, 2));
    const again = first[1]?.[0] === 'handed-back' ? await outcomes(orders(0, 1, 2)) : first;
    expect(again[1]).toEqual(['dead-letter', 'PROGRAMMER_ERROR']);
    expect(sent).toHaveLength(2);
    expect(await letters()).toBe(1);
  });

  test('costs a channel that can not repeat what it began, and then one letter a minute', async () => {
    const { outcomes, letters, platform } = await given({ onUnknown: 'dead-letter' });
    await outcomes(orders(0, 1));
    expect(await letters()).toBe(2);
    for (let time = 0; time < 3; time += 1) await outcomes(orders(2, 3, 4, 5));
    expect(await letters()).toBe(3);
    platform.clock.nowMs += 60_000;
    await outcomes(orders(2, 3, 4, 5));
    expect(await letters()).toBe(4);
  });

  test('after the send is told too, and what is sent is not sent again', async () => {
    const platform = await openPlatform([mailReceipts]);
    const one = receipt();
    let isBroken = true;
    const onSent = () => {
      if (isBroken) throw bug();
      return commit({});
    };
    const handler = delivery(mailReceipts, { 'order.placed': { ...one, onSent } }, { open: platform.open() });
    for (let time = 0; time < 2; time += 1) {
      const { outcomes } = await platform.invoke(handler, orders(0, 1, 2));
      expect(outcomes).toEqual(['handed-back', 'handed-back', 'handed-back']);
    }
    isBroken = false;
    expect((await platform.invoke(handler, orders(0, 1, 2))).outcomes).toEqual(['handled', 'handled', 'handled']);
    expect(mailsIn(platform)).toHaveLength(3);
  });
});
