/** Compares an event's schema with the one that was released: whoever reads the released one must be able to go on. */
import { isDeepStrictEqual } from 'node:util';

export type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: unknown[];
  [keyword: string]: unknown;
};

/** Keywords that say the same when they are said again, and less or more otherwise: any change is told. */
const compared = ['const', 'pattern', 'format', 'anyOf', 'oneOf', 'allOf', 'additionalProperties', 'propertyNames'];
const lowerBounds = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const upperBounds = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];

/** A sentence for each way in which readers of `released` may fail at `present`; an added optional field is none. */
export function breaks(released: Schema, present: Schema, place = 'data'): string[] {
  return [
    ...ofType(released, present, place),
    ...ofFields(released, present, place),
    ...ofWords(released, present, place),
    ...ofBounds(released, present, place),
    ...(released.items && present.items ? breaks(released.items, present.items, `${place}[]`) : []),
    ...compared.flatMap((keyword) =>
      isDeepStrictEqual(released[keyword], present[keyword]) ? [] : [`${place}: ${keyword} changed`],
    ),
  ];
}

function ofType(released: Schema, present: Schema, place: string): string[] {
  return isDeepStrictEqual(released.type, present.type)
    ? []
    : [`${place}: was ${JSON.stringify(released.type)}, is ${JSON.stringify(present.type)}`];
}

function ofFields(released: Schema, present: Schema, place: string): string[] {
  const [before, after] = [released.properties ?? {}, present.properties ?? {}];
  const [always, needed] = [released.required ?? [], present.required ?? []];
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return [
    ...removed.map((name) => `${place}.${name}: removed`),
    ...always
      .filter((name) => Object.hasOwn(after, name) && !needed.includes(name))
      .map((name) => `${place}.${name}: may be absent now`),
    ...needed
      .filter((name) => !always.includes(name))
      .map((name) => `${place}.${name}: needed now, and older events lack it`),
    ...Object.entries(before).flatMap(([name, field]) => {
      const now = after[name];
      return now ? breaks(field, now, `${place}.${name}`) : [];
    }),
  ];
}

/** A word more is for readers to ignore; a word less is a word that older events hold. */
function ofWords(released: Schema, present: Schema, place: string): string[] {
  if (!released.enum && !present.enum) return [];
  if (!released.enum || !present.enum) return [`${place}: enum changed`];
  const gone = released.enum.filter((word) => !present.enum?.includes(word));
  return gone.map((word) => `${place}: no longer takes ${JSON.stringify(word)}`);
}

function ofBounds(released: Schema, present: Schema, place: string): string[] {
  const narrower = (keyword: string, sign: 1 | -1) => {
    const [before, after] = [released[keyword], present[keyword]];
    const isNarrower = typeof after === 'number' && (typeof before !== 'number' || (after - before) * sign > 0);
    return isNarrower ? [`${place}: ${keyword} was ${before ?? 'none'}, is ${after}`] : [];
  };
  return [
    ...lowerBounds.flatMap((keyword) => narrower(keyword, 1)),
    ...upperBounds.flatMap((keyword) => narrower(keyword, -1)),
  ];
}
