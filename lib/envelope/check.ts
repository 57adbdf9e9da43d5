/** Data against its schema, with the fields that are wrong in one message. */
import * as z from 'zod';
import { Fault } from '../errors/fault.ts';
import { parseSafely } from '../schema/parseSafely.ts';
import { shownList } from '../text/shown.ts';

/**
 * Its schema is compiled when first used, which costs no more than a first parse, and is a fourth of the work from then
 * on. What zod can't compile it checks as ever; what the compiled one refuses it checks once more, to say why.
 */
export function checkOf<Out>(
  schema: z.ZodType<Out>,
  code: 'EVENT_INVALID' | 'SCHEMA_MISMATCH',
  type: string,
): (data: unknown) => Out {
  let compiled: z.ZodType<Out> | undefined;
  return (data) => {
    compiled ??= z.compile(schema);
    const result = parseSafely(compiled, data);
    if (result.success) return result.data;
    const issues = result.issues.map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.message}`);
    throw new Fault(code, `${type}: ${shownList(issues, '; ')}`);
  };
}
