/** One path of the inspection API, and what an answer to it may be. */
import * as z from 'zod';
import { parseFields } from '../fields.ts';

export interface InspectionRequest {
  /** The parts of the path in braces, decoded. */
  path: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: string;
}

export interface InspectionAnswer {
  status: number;
  body: unknown;
  headers?: Readonly<Record<string, string>>;
}

export interface InspectionRoute {
  method: 'GET' | 'POST';
  /** `/api/topics/{topic}/records` */
  path: string;
  /** Its list is cut at `limit`. */
  isLimited?: true;
  /** Query parameters beside `limit`. */
  parameters?: readonly string[];
  /** UsageError is the caller's fault: 400. Fault UNKNOWN_TOPIC: 404. */
  answer(request: InspectionRequest): Promise<InspectionAnswer> | InspectionAnswer;
}

export function ok(body: unknown): InspectionAnswer {
  return { status: 200, body };
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
const limitShape = z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT);
const wholeShape = z.coerce.number().int().min(0).optional();

/** How many items a list shows. */
export function limitOf({ query }: InspectionRequest): number {
  return parseFields(limitShape, query.get('limit') ?? undefined, 'limit');
}

/** A list that is as long as its limit may go on: the header says so, and how to see more. */
export function cutHeader(request: InspectionRequest, { body }: InspectionAnswer): Record<string, string> {
  const limit = limitOf(request);
  if (!Array.isArray(body) || body.length < limit) return {};
  return { 'x-cut-at': `${limit}; ?limit=N shows up to ${MAX_LIMIT}` };
}

export function wholeNumberOf({ query }: InspectionRequest, name: string): number | undefined {
  return parseFields(wholeShape, query.get(name) ?? undefined, name);
}
