/** `?limit=` and `?page=` of a list. */
import * as z from 'zod';
import { ProblemError } from './problem.ts';

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('how many at most'),
  page: z.string().optional().describe('`next` of the page before'),
});

/** `next` of an answer: where the next page begins; absent on the last one. */
export const next = z.string().optional();

/** Throws a 400 that names the parameter. */
export function pageOf(query: Readonly<Record<string, string | undefined>>): { limit: number; page?: string } {
  const { data, error } = pageQuery.safeParse(query);
  if (!error) return { limit: data.limit, ...(data.page !== undefined && { page: data.page }) };
  const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new ProblemError({
    status: 400,
    code: 'INVALID_QUERY',
    title: 'Invalid query',
    detail: `Not as expected: ${errors.map(({ path }) => path).join(', ')}.`,
    errors,
  });
}
