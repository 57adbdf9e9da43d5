/** Parses data that strangers wrote, whatever it is, by a schema. */
import type * as z from 'zod';

export type Parsed<Out> = { success: true; data: Out } | { success: false; issues: readonly Issue[] };
type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/**
 * zod's `safeParse` throws for an object whose `length` no number can be made of: it compares the length of whatever
 * has one, also where text is expected. Such data does not fit. A bug of a schema of ours is still thrown.
 */
export function parseSafely<Out>(schema: Pick<z.ZodType<Out>, 'safeParse'>, data: unknown): Parsed<Out> {
  try {
    const result = schema.safeParse(data);
    return result.success ? result : { success: false, issues: result.error.issues };
  } catch (error) {
    if (!(error instanceof TypeError && error.message.startsWith(NO_PRIMITIVE))) throw error;
    return { success: false, issues: [{ path: [], message: 'holds a length that is no number' }] };
  }
}

/** https://tc39.es/ecma262/#sec-ordinarytoprimitive, in V8's words. */
const NO_PRIMITIVE = 'Cannot convert object to primitive value';
