import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { delivery } from '../../../lib/consumer/constructors.ts';
import { type ErrorCode, Fault } from '../../../lib/errors/fault.ts';
import { mail as mailPort } from '../../../lib/mail/port.ts';
import { mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { receipt } from '../../fixtures/receipts.ts';
import { breakerOn, orders } from './givenBreakers.ts';

/** A provider that fails as long as it is down, after it took the mail or without. */
function provider(code: ErrorCode) {
  const state = { isDown: true, calls: 0 };
  const change =
    (platform: Platform) =>
    ({ mail }: Connections) => ({
      mail: mailPort.guard(
        {
          takesKeys: true,
          send: async (email, options) => {
            state.calls += 1;
            if (state.isDown) throw new Fault(code, 'in this test');
            await mail.send(email, options);
          },
        },
        breakerOn(platform, 'mail'),
      ),
    });
  return { state, change };
}

describe('with the provider down', () => {
  test.each(['DEPENDENCY_FAILED', 'TIMED_OUT', 'DEPENDENCY_UNAVAILABLE'] as const)(
    'by %s, it is called until its breaker opens; nothing is dead-lettered, and later all is sent once',
    async (code) => {
      const platform = await openPlatform([mailReceipts]);
      const { state, change } = provider(code);
      const handler = delivery(
        { ...mailReceipts, concurrency: 1 },
        { 'order.placed': receipt() },
        { open: platform.open(change(platform)) },
      );
      const batch = orders(12);
      const first = await platform.invoke(handler, batch);
      expect(first.outcomes).toEqual(Array(12).fill('handed-back'));
      expect(state.calls).toBe(5);

      const during = await platform.invoke(handler, batch);
      expect(during.outcomes).toEqual(Array(12).fill('handed-back'));
      expect(state.calls).toBe(5);

      // Its leases are over too, by then.
      platform.clock.nowMs += 16_000;
      state.isDown = false;
      const rounds = [await platform.invoke(handler, batch), await platform.invoke(handler, batch)];
      expect(rounds.at(-1)?.thrown).toBeNull();
      expect(rounds.flatMap(({ outcomes }) => outcomes).filter((outcome) => outcome === 'handled')).toHaveLength(12);
      expect(await platform.onTopic('orders.dead')).toEqual([]);
      expect(
        platform.inbox
          .list(20)
          .map(({ to }) => to[0])
          .sort(),
      ).toEqual(batch.map((_, n) => `p${n}@example.com`).sort());
    },
  );

  test('a record that was refused is free for another worker at once', async () => {
    const platform = await openPlatform([mailReceipts]);
    const { change } = provider('DEPENDENCY_FAILED');
    const handler = delivery(
      { ...mailReceipts, concurrency: 1 },
      { 'order.placed': receipt() },
      { open: platform.open(change(platform)) },
    );
    const batch = orders(6);
    const { reports } = await platform.invoke(handler, batch);
    expect(reports[5]).toMatchObject({ outcome: 'handed-back', errorCode: 'BREAKER_OPEN' });
    const other = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
    expect((await platform.invoke(other, batch.slice(5))).outcomes).toEqual(['handled']);
  });

  test('a record that is refused is not noted as sending: it can’t be taken for sent, whatever else fails', async () => {
    const platform = await openPlatform([mailReceipts]);
    const { change } = provider('DEPENDENCY_FAILED');
    const notes: string[] = [];
    const noting = (connections: Connections) => {
      const { store } = connections;
      const writeEach: typeof store.writeEach = async (writes) => {
        notes.push(...writes.map((write) => JSON.stringify(write)).filter((write) => write.includes('"sending"')));
        return await store.writeEach(writes);
      };
      return { ...change(platform)(connections), store: { ...store, writeEach } };
    };
    const one = { ...mailReceipts, concurrency: 1 };
    const handler = delivery(one, { 'order.placed': receipt() }, { open: platform.open(noting) });
    await platform.invoke(handler, orders(5));
    expect(notes.splice(0)).not.toEqual([]);
    const { reports } = await platform.invoke(handler, orders(7).slice(5));
    expect(reports.map(({ errorCode }) => errorCode)).toEqual(['BREAKER_OPEN', 'BREAKER_OPEN']);
    expect(notes).toEqual([]);
  });

  test('a failed probe is no try of its record', async () => {
    const platform = await openPlatform([mailReceipts]);
    const { state, change } = provider('DEPENDENCY_FAILED');
    const handler = delivery(
      { ...mailReceipts, concurrency: 1 },
      { 'order.placed': receipt() },
      { open: platform.open(change(platform)) },
    );
    const batch = orders(5);
    for (let time = 0; time < 8; time += 1) {
      const { outcomes } = await platform.invoke(handler, batch);
      expect(outcomes).toEqual(Array(5).fill('handed-back'));
      platform.clock.nowMs += 16_000;
    }
    expect(state.calls).toBe(5 + 7);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });
});
