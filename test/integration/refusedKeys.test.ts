/** Every consumer, over its saved batch and then the same events naming users and subjects that no store key can hold. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { type KafkaRecord, placeOf } from '../../lib/kafka/record.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { type RecordReport, recordSettled } from '../../lib/observability/signals.ts';
import { findFunctions, isOfKind } from '../../local/functions.ts';
import { invoke } from '../../local/invoke.ts';
import { batchRecords } from '../events/sampleRecords.ts';
import { source } from '../fixtures/platform.ts';
import { decoded } from '../fixtures/records.ts';

const consumers = (await findFunctions()).filter(isOfKind('consumer'));
const folder = mkdtempSync(join(tmpdir(), 'refused-'));

beforeEach(() => {
  const settings = { ADAPTERS: 'local', STATE_DIR: folder, LOG_LEVEL: 'silent', RETRY_PAUSES_MS: '0,0' };
  for (const [name, value] of Object.entries({ ...settings, DIGEST_SECRET: 'd'.repeat(32) })) vi.stubEnv(name, value);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const HOSTILE = ['x'.repeat(2_100), 'x\ud800', ''];
/** Fields that keys are made of. The event's own id stays as it is: its mark is there. */
const keyed = /(_id|subject|email|address|name|key|to)$/;
const eventIds = ['id', 'event_id'];

type Json = { [name: string]: unknown };

/** The value with one field replaced, for each field that a key may be made of. */
function variantsOf(value: Json, hostile: string): Json[] {
  return Object.entries(value).flatMap(([name, held]) => {
    if (typeof held === 'object' && held !== null && !Array.isArray(held)) {
      return variantsOf(held as Json, hostile).map((changed) => ({ ...value, [name]: changed }));
    }
    return keyed.test(name) && !eventIds.includes(name) ? [{ ...value, [name]: hostile }] : [];
  });
}

function jsonOf({ value }: KafkaRecord): Json | undefined {
  try {
    return JSON.parse(Buffer.from(value ?? []).toString()) as Json;
  } catch {
    return undefined;
  }
}

/** Behind the batch, at offsets of their own. */
function hostileOnes(batch: readonly KafkaRecord[]): KafkaRecord[] {
  const variants = batch.flatMap((record) =>
    HOSTILE.flatMap((hostile) =>
      variantsOf(jsonOf(record) ?? {}, hostile).map((value) => ({
        ...record,
        value: Buffer.from(JSON.stringify(value)),
      })),
    ),
  );
  return variants.map((record, n) => ({ ...record, offset: 10_000 + n }));
}

async function deliver(fn: (typeof consumers)[number], records: readonly KafkaRecord[]): Promise<string[]> {
  const waiting: string[] = [];
  const listen = (told: unknown) => {
    const report = told as RecordReport;
    if (report.outcome === 'handed-back') waiting.push(`${placeOf(report)} ${report.errorCode}`);
  };
  recordSettled.subscribe(listen);
  try {
    await invoke(fn, toMskEvent(records, source)).catch((error: Error) => waiting.push(error.message));
    return waiting;
  } finally {
    recordSettled.unsubscribe(listen);
  }
}

test.each(consumers.map((fn) => [fn.config.name, fn] as const))(
  '%s: none of them waits for a third delivery',
  { timeout: 60_000 },
  async (name, fn) => {
    const batch = batchRecords(name).map(decoded);
    const hostile = hostileOnes(batch);
    expect(await deliver(fn, batch)).toEqual([]);
    await deliver(fn, hostile);
    expect(await deliver(fn, hostile)).toEqual([]);
  },
);
