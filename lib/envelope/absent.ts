/** Recognises values that producers write for an absent field: null, and in Go the zero value of its type. */
import type * as z from 'zod';
import type { JsonObject } from './json.ts';

/**
 * Takes such fields out of data: null, and '' and 0 where these can't mean anything. `reads` is the schema, `known` its
 * fields; others are not ours to change.
 */
export function withoutAbsent(reads: z.ZodType, known: readonly string[]): (data: JsonObject) => JsonObject {
  const { shape } = reads as unknown as z.ZodObject;
  const absent = new Map(known.map((name) => [name, [null, ...zerosOf(shape?.[name])]]));
  const isAbsent = (name: string, held: unknown) => absent.get(name)?.some((value) => value === held) ?? false;
  return (data) => {
    let isComplete = true;
    for (const name of known) {
      const held = data[name];
      if ((held === null || held === '' || held === 0) && isAbsent(name, held)) isComplete = false;
    }
    if (isComplete) return data;
    return Object.fromEntries(Object.entries(data).filter(([name, held]) => !isAbsent(name, held)));
  };
}

/** Those that a field does not take, though it may be missing and, for 0, takes numbers. */
function zerosOf(field: z.core.$ZodType | undefined): ('' | 0)[] {
  const takes = (value: unknown) => (field as z.ZodType).safeParse(value).success;
  if (!field || !takes(undefined)) return [];
  return [...(takes('') ? [] : ['' as const]), ...(takes(1) && !takes(0) ? [0 as const] : [])];
}
