/** `?limit=` and `?page=` of a list. */
import * as z from 'zod';
import { checkQuery } from './query.ts';

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('how many at most'),
  page: z.string().optional().describe('`next` of the page before'),
});

/** `next` of an answer: where the next page begins; absent on the last one. */
export const next = z.string().optional();

/** Throws a 400 that names the parameter. */
export function pageOf(query: Readonly<Record<string, string | undefined>>): { limit: number; page?: string } {
  const { limit, page } = checkQuery(pageQuery, query);
  return { limit, ...(page !== undefined && { page }) };
}
