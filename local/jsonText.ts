/** JSON that people write and see: a mistake is told with its line and column, and no integer is rounded. */
import { UsageError } from './usageError.ts';

// In Node 24, not yet in TypeScript's library (https://tc39.es/proposal-json-parse-with-source/).
declare global {
  interface JSON {
    parse(text: string, reviver: (name: string, value: unknown, context: { source?: string }) => unknown): unknown;
    rawJSON(text: string): unknown;
  }
}

/** An integer beyond 2^53 - 1 becomes an object that JSON.stringify writes as it was. Throws a SyntaxError. */
export function parseExactly(text: string): unknown {
  return JSON.parse(text, (_name, value, { source = '' }) => (isRounded(value) ? JSON.rawJSON(source) : value));
}

function isRounded(value: unknown): boolean {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return false;
  return Number.isInteger(value) || !Number.isFinite(value);
}

/** UsageError `line 3, column 12: …` where the text stops being JSON. */
export function parseJsonText(text: string): unknown {
  try {
    return parseExactly(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new UsageError(describeFault(text.replace(/^\uFEFF/, '')));
  }
}

function describeFault(text: string): string {
  const at = faultPosition(text);
  const lines = text.slice(0, at).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
  if (at >= text.length) return `${place}: expected more JSON, came the end of the text`;
  const [rest = ''] = text.slice(at, at + 20).split('\n');
  return `${place}: expected JSON, came ${rest === '' ? 'the end of the line' : rest}`;
}

/** The longest beginning that some JSON could have: what is viable stays so when it is cut shorter. */
function faultPosition(text: string): number {
  let viable = 0;
  let broken = text.length + 1;
  while (broken - viable > 1) {
    const middle = Math.floor((viable + broken) / 2);
    if (isBeginning(text.slice(0, middle))) viable = middle;
    else broken = middle;
  }
  return viable;
}

/** Only V8 itself knows what JSON it takes: where it complains of the very end, more text could heal it. */
function isBeginning(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = / at position (\d+)/.exec(message)?.[1];
    return message.includes('end of JSON input') || Number(position ?? -1) >= text.length;
  }
}
