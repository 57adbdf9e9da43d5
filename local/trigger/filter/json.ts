/** JSON whose numbers keep their text: Lambda compares numbers as they are written, so that 300 and 300.0 differ. */

const written = Symbol('written');

export interface JsonNumber {
  readonly [written]: string;
}

interface Source {
  source?: string;
}

/** Throws SyntaxError. */
export function parseJson(text: string): unknown {
  // The third argument is newer than the compiler's declaration: https://tc39.es/proposal-json-parse-with-source/
  const keepNumbers = (_key: string, value: unknown, context?: Source) =>
    typeof value === 'number' ? { [written]: context?.source ?? String(value) } : value;
  return JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown);
}

export function isJsonNumber(value: unknown): value is JsonNumber {
  return typeof value === 'object' && value !== null && written in value;
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);
}

export function toNumber(value: JsonNumber): number {
  return Number(value[written]);
}

/** The same for equal values, and only for them: `"300"` is the text 300, `300` the number. */
export function literalText(value: unknown): string {
  return isJsonNumber(value) ? value[written] : JSON.stringify(value);
}
