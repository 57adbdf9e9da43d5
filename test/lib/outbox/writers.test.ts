import { beforeEach, describe, expect, it } from 'vitest';
import { declaredStore } from '../../../lib/connect/declared.ts';
import { outbox, outboxRow } from '../../../lib/outbox/outbox.ts';
import { parkedRows } from '../../../lib/outbox/parking.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { refusalBy, type Writers } from '../../../lib/outbox/writers.ts';
import type { Store } from '../../../lib/store/store.ts';
import { type OutboxUnderTest, openOutbox } from './givenOutbox.ts';

const QUARTER_MS = 15 * 60_000;
const topic = 'user.events';
const letterId: [string, Uint8Array] = ['x-dead-letter-id', Buffer.from('l-1')];

describe('the relay', () => {
  let given: OutboxUnderTest;
  const text = { key: Buffer.from('1'), value: Buffer.from('hello'), headers: [] };

  /** Stored as `writer` would, the time before now. */
  async function storedBy(writer: string, agoMs = 0, headers: [string, Uint8Array][] = []) {
    const { store } = given.drainConnections;
    // The writer's own check takes every topic: only the relay's is left.
    const granted = { tables: [outbox], onlyRead: [], claimTables: [outbox], topics: new Set([topic]) };
    const shipment = { stream: 'user#1', version: 1, records: [{ ...text, topic, headers }] };
    const { write } = outboxRow(shipment, new Date(Date.now() - agoMs).toISOString());
    await declaredStore(store, granted, writer).transact([write], 't-1');
  }
  const run = (writers: Writers) => relay({ ...given.drainConnections, refusalOf: refusalBy(writers, Date.now) });

  beforeEach(() => {
    given = openOutbox();
  });

  it('sends what the function that stored it declares', async () => {
    await storedBy('users');
    expect(await run({ users: [topic], payments: ['payment.success'] })).toMatchObject({ rows: 1, failed: 0 });
    expect(given.sent).toEqual(['hello']);
  });

  it.each([
    ['a function that declares another topic', { users: ['user-events'], payments: [topic] }],
    ['a function that nobody knows', { payments: [topic] }],
    ['a function whose name every object has', { payments: [topic] }, 'constructor'],
  ])('leaves a row of %s where it is, and says what to do', async (_, writers, writer = 'users') => {
    await storedBy(writer);
    expect(await run(writers as unknown as Writers)).toMatchObject({ rows: 0, failed: 1, parked: 0, stopped: null });
    expect(given.sent).toEqual([]);
    expect(await given.left('user#1')).toBe(1);
    const error = expect.stringMatching(
      new RegExp(`${writer} declares user\\.events, as user#1 at version 1 needs: add publishes`),
    );
    expect(given.lines[0]).toMatchObject({ level: 'warn', message: 'relay.failed', errorCode: 'UNDECLARED', error });
  });

  it('parks it once no deployment can be the reason, for an operator to send or to discard', async () => {
    await storedBy('users', QUARTER_MS);
    await run({ payments: [topic] });
    const parked = await parkedRows(given.drainConnections.store);
    expect(parked).toMatchObject([{ pk: 'user#1', writer: 'users', errorCode: 'WRITER_REFUSED' }]);
    expect(given.lines[0]).toMatchObject({ level: 'error', message: 'outbox.parked', errorCode: 'WRITER_REFUSED' });
    expect(given.sent).toEqual([]);
  });

  it('sends a letter wherever it goes', async () => {
    await storedBy('users', QUARTER_MS, [letterId]);
    expect(await run({ payments: ['payment.success'] })).toMatchObject({ rows: 1, failed: 0 });
  });

  it('sends a row from before writers were kept where some function writes, and nowhere else', async () => {
    await given.store('user#2', 1, 'old');
    const [row] = (await (given.drainConnections.store as Store).query({ table: outbox, partition: 'user#2' })).items;
    expect(row).not.toHaveProperty('writer');
    const there = row?.records?.[0]?.topic ?? '';
    expect(await run({ payments: [there] })).toMatchObject({ rows: 1, failed: 0 });
    await given.store('user#3', 1, 'older');
    expect(await run({ payments: ['payment.success'] })).toMatchObject({ rows: 0, failed: 1 });
  });
});
