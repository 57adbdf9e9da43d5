/** Checks what a person wrote, and says in one sentence which field is not as expected. */
import type * as z from 'zod';
import { UsageError } from './usageError.ts';

/** `[2].keyBase64: expected …` */
export class FieldError extends UsageError {
  readonly field: string;

  constructor(where: string, field: string, problem: string) {
    const place = [where, field].filter((part) => part !== '').join('.');
    super(`${place === '' ? 'the whole' : place}: ${problem}`);
    this.field = place;
  }
}

/** The data as its schema has it. Throws a FieldError for the first field that is not. */
export function parseFields<Out>(schema: z.ZodType<Out>, data: unknown, where = ''): Out {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new FieldError(where, pathOf(issue?.path ?? []), issue?.message ?? 'not as expected');
}

/** `records["user.events-0"][1].key` */
function pathOf(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`;
    return /^[\w$]+$/.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(step)}]`;
  });
  return steps.join('').replace(/^\./, '');
}
