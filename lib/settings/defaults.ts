/** Defaults of settings, as the text that would stand in the environment. */
import type * as z from 'zod';

/** An optional setting without a default has an empty text. */
export function defaultOf(schema: z.ZodType): { isRequired: boolean; text: string } {
  const absent = schema.safeParse(undefined);
  return { isRequired: !absent.success, text: absent.success ? asText(absent.data) : '' };
}

/** Lists are written `a,b`, amounts by name `default:100,JPY:10000`. */
export function asText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .map((pair) => pair.join(':'))
    .join(',');
}
