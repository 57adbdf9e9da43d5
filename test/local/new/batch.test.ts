import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { headerText, placeOf } from '../../../lib/kafka/record.ts';
import { fromMskEvent } from '../../../lib/msk/mskEvent.ts';
import { newFolder } from '../programs.ts';

const root = join(import.meta.dirname, '../../..');
const sample = (name: string) => `events/samples/${name}.json`;

function batch(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['local/events/main.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function written(json: unknown): string {
  const file = join(newFolder(), 'sample.json');
  writeFileSync(file, JSON.stringify(json));
  return file;
}

describe('npm run events -- batch', () => {
  it('puts samples of one topic into a batch as Lambda gets it, each behind the others of its partition', () => {
    const out = join(newFolder(), 'batch.json');
    const keyless = written({ topic: 'user.events', value: {} });
    const samples = [sample('user.registered'), keyless, sample('user.updated')];
    expect(batch('batch', ...samples, '--out', out)).toEqual({ status: 0, stdout: '', stderr: '' });
    const event = JSON.parse(readFileSync(out, 'utf8'));
    expect(event.eventSource).toBe('aws:kafka');
    expect(Object.keys(event.records)).toEqual(['user.events-1', 'user.events-0']);
    const records = fromMskEvent(event);
    expect(records.map(placeOf)).toEqual(['user.events-1@0', 'user.events-1@1', 'user.events-0@0']);
    expect(headerText(records[0]?.headers ?? [], 'x-event-id')).toBe('0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11');
    expect(records[0]?.timestamp).toBe(Date.parse('2026-11-21T08:00:01.000Z'));
  });

  it('keeps the place and time that a record says', () => {
    const record = { topic: 'user.events', key: 'a', partition: 2, offset: 7, timestamp: 9, value: {} };
    const { stdout } = batch('batch', written([record, { ...record, offset: null }]));
    const records = fromMskEvent(JSON.parse(stdout));
    expect(records.map((one) => [placeOf(one), one.timestamp])).toEqual([
      ['user.events-2@7', 9],
      ['user.events-2@8', 9],
    ]);
  });

  it.each([
    [['batch'], 'No sample is named. Expected npm run events -- batch SAMPLE…; see --help.\n'],
    [[], 'No command is named. Expected npm run events -- batch SAMPLE…; see --help.\n'],
    [
      ['batch', sample('user.registered'), sample('payment.success')],
      'A batch is of one topic, as its mapping is; came user.events, payment.success.\n',
    ],
    [
      ['batch', 'events/msk/recordLogin.json'],
      'events/msk/recordLogin.json: expected a record or an array of records.\n',
    ],
    [['batch', 'nowhere.json'], 'nowhere.json: there is no such file\n'],
  ])('refuses %j with a sentence', (args, stderr) => {
    expect(batch(...args)).toEqual({ status: 1, stdout: '', stderr });
  });

  it('refuses a topic that nobody defined', () => {
    const stderr = 'nobodys is no topic of events/topics.\n';
    expect(batch('batch', written({ topic: 'nobodys', value: 1 }))).toEqual({ status: 1, stdout: '', stderr });
  });

  it('shows its help', () => {
    expect(batch('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--out FILE') });
  });
});
