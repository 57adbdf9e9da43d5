/** The query of a request, as its schema has it. */
import type * as z from 'zod';
import { fieldErrors, ProblemError } from './problem.ts';

/** Throws a 400 that names each parameter. */
export function checkQuery<Schema extends z.ZodObject>(
  schema: Schema,
  query: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const { data, error } = schema.safeParse(query);
  if (!error) return data;
  const { errors, fields } = fieldErrors(error.issues, 'the query');
  throw new ProblemError({
    status: 400,
    code: 'INVALID_QUERY',
    title: 'Invalid query',
    detail: `Not as expected: ${fields}.`,
    errors,
  });
}
