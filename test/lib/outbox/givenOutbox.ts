/** An outbox on a store of its own, and a producer that keeps what it takes, unless the test says otherwise. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NewRecord } from '../../../lib/kafka/record.ts';
import { fileObjects } from '../../../lib/objects/files.ts';
import { createLog } from '../../../lib/observability/log.ts';
import type { DrainConnections } from '../../../lib/outbox/drain.ts';
import { outbox, outboxRow, type StoredRow } from '../../../lib/outbox/outbox.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { record } from '../../contracts/broker/given.ts';

export interface OutboxUnderTest {
  drainConnections: DrainConnections;
  /** Log lines, as objects. */
  lines: Record<string, unknown>[];
  /** The values that the producer took, in order. */
  sent: string[];
  /** How often it was asked. */
  asked(): number;
  /** Replaces the producer's behaviour; undefined: it takes records. */
  behave(publish: Producer['publish'] | undefined): void;
  /** Answers the row; told to be its stream's first where its version is 1. */
  store(stream: string, version: number, ...values: string[]): Promise<StoredRow>;
  /** Rows that a stream still has. */
  left(stream: string): Promise<number>;
}

export const textOf = ({ value }: NewRecord) => Buffer.from(value ?? '').toString();

export function openOutbox(): OutboxUnderTest {
  const folder = mkdtempSync(join(tmpdir(), 'outbox-'));
  const store = sqliteStore({ file: join(folder, 'store.db'), tables: [outbox], now: Date.now });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const lines: Record<string, unknown>[] = [];
  const sent: string[] = [];
  let asked = 0;
  let behaviour: Producer['publish'] | undefined;
  const take: Producer['publish'] = async (records) => {
    sent.push(...records.map(textOf));
    return records.map((each, offset) => ({ ...each, partition: 0, offset, timestamp: 0 }));
  };
  const publish: Producer['publish'] = (records, signal) => {
    asked += 1;
    return (behaviour ?? take)(records, signal);
  };
  const objects = fileObjects(join(folder, 'objects'));
  const log = createLog({ level: 'debug', format: 'json', now: Date.now }, {}, (line) => lines.push(JSON.parse(line)));
  return {
    drainConnections: {
      function: 'test',
      store,
      objects,
      producer: { publish, close: async () => undefined },
      log,
      now: Date.now,
    },
    lines,
    sent,
    asked: () => asked,
    behave: (wanted) => {
      behaviour = wanted;
    },
    async store(stream, version, ...values) {
      const records = values.map((value) => record('orders', stream, value));
      const row = outboxRow({ stream, version, records, isFirst: version === 1 }, '2026-11-21T08:00:00.000Z');
      if (row.object) await objects.put(row.object.name, row.object.bytes);
      await store.transact([row.write], `${stream}#${version}#${values[0]}`);
      return row;
    },
    left: async (stream) => (await store.query({ table: outbox, partition: stream })).items.length,
  };
}
