/** A saved event, read from a file and checked: what is wrong is told by line or by field. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isMskEvent, type MskEvent } from '../../lib/msk/mskEvent.ts';
import { FieldError, parseFields } from '../fields.ts';
import { parseJsonText } from '../jsonText.ts';
import { fromRecordJson, type WrittenRecord } from '../recordJson.ts';
import { UsageError } from '../usageError.ts';

export type SavedRecord = WrittenRecord & { topic: string };

export type SavedEvent =
  | { kind: 'http'; event: unknown }
  | { kind: 'msk'; event: MskEvent }
  | { kind: 'records'; records: SavedRecord[] }
  /** For a job, which takes whatever it is given. */
  | { kind: 'any'; event: unknown };

/** Any JSON. UsageError names the file and the line. */
export function readJsonFile(file: string): unknown {
  return naming(file, () => parseJsonText(readText(file)));
}

/** UsageError names the file and the field. */
export function recogniseEvent(json: unknown, file: string): SavedEvent {
  return naming(file, () => {
    if (looksLikeHttp(json)) return { kind: 'http', event: parseFields(httpShape, json) };
    if (isMskEvent(json)) {
      parseFields(mskShape, json);
      return { kind: 'msk', event: json };
    }
    const list = Array.isArray(json) ? json : [json];
    if (!list.every(looksLikeRecord)) throw new UsageError(FORMS);
    if (list.length === 0) throw new UsageError('expected at least one record, came an empty list');
    return { kind: 'records', records: list.map((one, at) => toRecord(one, Array.isArray(json) ? `[${at}]` : '')) };
  });
}

const httpShape = z.looseObject({
  version: z.literal('2.0'),
  rawPath: z.string(),
  requestContext: z.looseObject({ http: z.looseObject({ method: z.string(), path: z.string() }) }),
});

const position = z.int().min(0);
const base64 = z.base64().nullish();
const signedOrNot = z.int().min(-128).max(255);
const mskRecordShape = z.looseObject({
  topic: z.string(),
  partition: position,
  offset: position,
  timestamp: z.int().optional(),
  key: base64,
  value: base64,
  headers: z.array(z.record(z.string(), z.array(signedOrNot).nullable())).optional(),
});
const mskShape = z.looseObject({
  records: z
    .record(z.string(), z.array(mskRecordShape).min(1))
    .refine((records) => Object.keys(records).length > 0, 'expected at least one record, came none'),
});

function looksLikeHttp(json: unknown): boolean {
  return typeof json === 'object' && json !== null && ('requestContext' in json || 'httpMethod' in json);
}

const FORMS =
  'expected one of four forms: an MSK event {"eventSource": "aws:kafka", "records": …}, an API Gateway event of payload 2.0 {"version": "2.0", "requestContext": …}, a record {"topic": …, "value": …}, or an array of such records';

/** One that is not quite right is told its fault by field. */
function looksLikeRecord(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return ['topic', 'value', 'valueBase64'].some((name) => name in json);
}

function toRecord(json: unknown, where: string): SavedRecord {
  const { topic, ...record } = fromRecordJson(json, where);
  if (topic === undefined) throw new FieldError(where, 'topic', 'expected the name of a topic, came nothing');
  return { ...record, topic };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(code === 'ENOENT' ? 'there is no such file' : message);
  }
}

function naming<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${file}: ${error.message}`) : error;
  }
}
