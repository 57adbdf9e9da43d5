/** `?limit=` and `?page=` of a list. */
import { ProblemError } from './problem.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** Throws a 400 that names the parameter. */
export function pageOf(query: Readonly<Record<string, string | undefined>>): { limit: number; page?: string } {
  const { limit: text = String(DEFAULT_LIMIT), page } = query;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)
    return { limit, ...(page !== undefined && { page }) };
  const errors = [{ path: 'limit', message: `expected 1 to ${MAX_LIMIT}, came ${text}` }];
  throw new ProblemError({
    status: 400,
    code: 'INVALID_QUERY',
    title: 'Invalid query',
    detail: 'Not as expected: limit.',
    errors,
  });
}
