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
}

export interface InspectionRoute {
  method: 'GET' | 'POST';
  /** `/api/topics/{topic}/records` */
  path: string;
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

export function wholeNumberOf({ query }: InspectionRequest, name: string): number | undefined {
  return parseFields(wholeShape, query.get(name) ?? undefined, name);
}
