/** Our zod schemas as JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
import * as z from 'zod';

type Json = Record<string, unknown>;

/** `input` is what is sent to us, `output` what we send. What only code can check (proper Unicode) is left out. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return withoutReferences(rest);
}

/** RFC 9457. */
export const problemSchema = jsonSchema(
  z.looseObject({
    type: z.string().describe('urn:problem: and the code'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('what is wrong this time, and what to do'),
    code: z.string().regex(/^[A-Z_]+$/),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
  'output',
);

/** References of a part of a document count from the document's root, so a schema that refers to itself says less. */
function withoutReferences({ $defs: _definitions, ...schema }: Json): Json {
  const copy: unknown = JSON.parse(JSON.stringify(schema), (_name, value) => {
    const isReference = typeof value === 'object' && value !== null && '$ref' in value;
    return isReference ? {} : value;
  });
  return copy as Json;
}
