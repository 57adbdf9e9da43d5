import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { audit } from '../../lib/audit/audit.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { Fault } from '../../lib/errors/fault.ts';
import { fileObjects } from '../../lib/objects/files.ts';
import { createLog } from '../../lib/observability/log.ts';
import { outbox, outboxRow } from '../../lib/outbox/outbox.ts';
import { relay } from '../../lib/outbox/relay.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import type { Store } from '../../lib/store/store.ts';
import { outboxCommand } from '../../ops/outbox.ts';
import { record } from '../contracts/broker/given.ts';

const large = 'x'.repeat(400_000);

describe('ops outbox', () => {
  let folder: string;
  let store: Store;
  let sent: number;

  async function relayRefusing(isRefused: boolean): Promise<void> {
    const producer = {
      publish: async (records: readonly unknown[]) => {
        if (isRefused) throw new Fault('RECORD_TOO_LARGE', 'user.events takes 1048588 bytes');
        sent += records.length;
        return [];
      },
      close: async () => undefined,
    };
    const objects = fileObjects(localFiles(folder).objects);
    const log = createLog({ level: 'silent', format: 'json', now: Date.now });
    await relay({ function: 'relay', store, objects, producer, log, now: Date.now });
  }

  /** Two streams whose first rows are parked, the second one's with its bytes in the object store. */
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ops-'));
    store = sqliteStore({ file: localFiles(folder).store, tables: [outbox, audit], now: Date.now });
    sent = 0;
    onTestFinished(async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    });
    for (const [stream, value] of [
      ['user#1', 'small'],
      ['user#2', large],
    ] as const) {
      const shipment = { stream, version: 3, records: [record('user.events', '1', value)] };
      const { write, object } = outboxRow(shipment, '2026-11-21T08:00:00.000Z');
      if (object) await fileObjects(localFiles(folder).objects).put(object.name, object.bytes);
      await store.transact([write], stream);
    }
    await relayRefusing(true);
  });

  async function ops(...args: string[]): Promise<string> {
    const printed: string[] = [];
    expect(await outboxCommand.run([...args, '--state', folder], (text) => printed.push(text))).toBe(0);
    expect(printed).toHaveLength(1);
    return printed[0] ?? '';
  }

  it('lists what is parked, for people and as JSON', async () => {
    const told = (await ops('list')).split('\n');
    expect(told).toHaveLength(2);
    expect(told.toSorted()[0]).toMatch(
      /^user#1 version 3: parked; RECORD_TOO_LARGE at 20\S+Z: the record is larger than its topic takes: user\.events/,
    );
    const rows = JSON.parse(await ops('list', '--json')) as { stream: string }[];
    expect(rows.find(({ stream }) => stream === 'user#1')).toEqual({
      stream: 'user#1',
      version: 3,
      topics: ['user.events'],
      storedAt: '2026-11-21T08:00:00.000Z',
      parkedAt: expect.stringMatching(/^20/),
      errorCode: 'RECORD_TOO_LARGE',
      error: 'the record is larger than its topic takes: user.events takes 1048588 bytes',
    });
  });

  it('puts one back, or all, for the relay to send', async () => {
    await ops('retry', 'user#1', '3');
    await relayRefusing(false);
    expect(sent).toBe(1);
    expect(JSON.parse(await ops('retry', '--all', '--json'))).toMatchObject([{ stream: 'user#2' }]);
    await relayRefusing(false);
    expect(sent).toBe(2);
    expect(await ops('list')).toBe('Nothing is parked.');
  });

  it('discards with a reason, and keeps who, what and why, but no content', async () => {
    await ops('discard', 'user#2', '3', '--reason', 'sent by hand');
    await relayRefusing(false);
    expect(sent).toBe(0);
    const kept = readdirSync(localFiles(folder).objects, { recursive: true, withFileTypes: true });
    expect(kept.filter((entry) => entry.isFile() && entry.parentPath.includes('user%232'))).toEqual([]);
    const entries = await queryAll(store, { table: audit, partition: 'outbox#user#2' });
    expect(entries).toMatchObject([
      {
        action: 'outbox.discard',
        actor: expect.stringMatching(/./),
        reason: 'sent by hand',
        at: expect.stringMatching(/^20.*Z$/),
        details: { stream: 'user#2', version: 3, errorCode: 'RECORD_TOO_LARGE' },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('xxx');
  });

  it.each([
    [['discard', 'user#1', '3'], 'Say why with --reason'],
    [['discard', 'user#1', '3', '--reason', ' '], 'Say why with --reason'],
    [['retry', 'user#1'], 'Expected a stream and a version'],
    [['retry', 'user#1', 'three'], 'Expected a stream and a version'],
    [['retry', 'user#1', '4'], 'No row of user#1 at version 4 is parked'],
    [['discard', '--all', '--reason', 'tidy'], 'Expected a stream and a version'],
    [['empty'], 'Expected list, retry or discard, came empty'],
    [['list', '--what'], "Unknown option '--what'"],
  ])('says what is wrong with %j', async (args, sentence) => {
    const run = outboxCommand.run([...args, '--state', folder], () => undefined);
    await expect(run).rejects.toMatchObject({ name: 'UsageError', message: expect.stringContaining(sentence) });
    expect(JSON.parse(await ops('list', '--json'))).toHaveLength(2);
  });
});
