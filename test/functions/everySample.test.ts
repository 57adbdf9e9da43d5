/**
 * Every consumer gets every sample of its topics, so that a table, topic or port that its config does not declare is found
 * before a record comes. A new function is among them by its folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ErrorCode } from '../../lib/errors/fault.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { type RecordReport, recordSettled } from '../../lib/observability/signals.ts';
import { findFunctions, isOfKind } from '../../local/functions.ts';
import { invoke } from '../../local/invoke.ts';
import { batchRecords, sampleNames, sampleRecord } from '../events/sampleRecords.ts';
import { source } from '../fixtures/platform.ts';

/** Codes of what an author has to mend, whatever the record. */
const mistakes: readonly ErrorCode[] = [
  'UNDECLARED',
  'PROGRAMMER_ERROR',
  'UNKNOWN',
  'EVENT_INVALID',
  'STORE_LIMIT',
  'FOLD_INVALID',
  'WRAPPER_INVALID',
  'SETTINGS_INVALID',
];

const consumers = (await findFunctions()).filter(isOfKind('consumer'));
const samples = sampleNames.map((name, at) => ({ ...sampleRecord(name), offset: 1_000 + at }));
const folder = mkdtempSync(join(tmpdir(), 'every-sample-'));
const environment = {
  ADAPTERS: 'local',
  STATE_DIR: folder,
  DIGEST_SECRET: 'a secret of at least thirty-two characters',
  RETRY_PAUSES_MS: '0,0',
  LOG_LEVEL: 'silent',
};

beforeEach(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function reportsOf(name: string): Promise<RecordReport[]> {
  const fn = consumers.find(({ config }) => config.name === name);
  if (!fn) throw new Error(`there is no consumer ${name}`);
  const topics = fn.config.topics.map((topic) => topic.name);
  const reports: RecordReport[] = [];
  const listen = (report: unknown) => reports.push(report as RecordReport);
  recordSettled.subscribe(listen);
  try {
    for (const topic of topics) {
      const records = samples.filter((record) => record.topic === topic);
      if (records.length > 0) await invoke(fn, toMskEvent(records, source)).catch(() => undefined);
    }
    await invoke(fn, toMskEvent(batchRecords(name), source)).catch(() => undefined);
  } finally {
    recordSettled.unsubscribe(listen);
  }
  return reports;
}

/** Its own code took it: it was handled, or skipped with a reason of its own. */
function hasRun({ outcome, reason = '' }: RecordReport): boolean {
  return outcome === 'handled' || (outcome === 'ignored' && !reason.includes(' handles no '));
}

describe.each(consumers.map(({ config }) => config.name))('%s', (name) => {
  test('declares all that its samples lead it to, and meets no mistake of its own with them', async () => {
    const reports = await reportsOf(name);
    const mistaken = reports.filter(({ errorCode }) => errorCode !== undefined && mistakes.includes(errorCode));
    expect(mistaken.map(({ topic, offset, error }) => `${topic}@${offset}: ${error}`)).toEqual([]);
    expect(reports.filter(hasRun)).not.toEqual([]);
    expect(reports.map(({ outcome }) => outcome)).not.toContain('handed-back');
  });
});
