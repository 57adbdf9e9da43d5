/** Tells one event's data from another's: equal for equal data, whatever the order of its fields. */

/**
 * 52 bits as a whole number. Fast rather than secret: it shows mistakes, and who makes one content look like another
 * gains nothing but silence.
 */
export function fingerprint(data: unknown): number {
  const state = start();
  absorb(state, data);
  finish(state);
  return (state.a >>> 0) * 2 ** 20 + (state.b >>> 12);
}

/** Two halves that feed each other, 32 bits each. */
interface State {
  a: number;
  b: number;
}

/** The byte before each value tells its kind. */
const KINDS = { text: 1, wholeNumber: 2, number: 3, list: 4, fields: 5, other: 6 };

function start(): State {
  return { a: 0x2f1e9b57, b: 0x41c6ce57 };
}

function absorb(state: State, value: unknown): void {
  if (typeof value === 'string') absorbText(state, value, KINDS.text);
  else if (typeof value === 'number') absorbNumber(state, value);
  else if (typeof value !== 'object' || value === null) absorbText(state, String(value), KINDS.other);
  else if (Array.isArray(value)) {
    absorbPair(state, KINDS.list, value.length);
    for (const held of value) absorb(state, held);
  } else absorbFields(state, value as Record<string, unknown>);
}

/** The sum of all fields, so that their order does not matter. */
function absorbFields(state: State, fields: Record<string, unknown>): void {
  let [a, b] = [KINDS.fields, 0];
  const field = start();
  for (const name in fields) {
    const held = fields[name];
    if (held === undefined) continue;
    field.a = 0x5f356495;
    field.b = 0x1b873593;
    absorbText(field, name, KINDS.fields);
    absorb(field, held);
    finish(field);
    a = (a + field.a) | 0;
    b = (b + field.b) | 0;
  }
  absorbPair(state, a, b);
}

function absorbNumber(state: State, value: number): void {
  if ((value | 0) === value) absorbPair(state, KINDS.wholeNumber, value);
  else absorbText(state, String(value), KINDS.number);
}

function absorbPair(state: State, one: number, other: number): void {
  state.a = Math.imul(state.a ^ one, 0x9e3779b1) ^ (state.b >>> 15);
  state.b = Math.imul(state.b ^ other, 0x5f356495) ^ (state.a >>> 13);
}

/** Four characters a step. */
function absorbText(state: State, text: string, kind: number): void {
  const { length } = text;
  absorbPair(state, kind, length);
  let { a, b } = state;
  let at = 0;
  for (; at + 3 < length; at += 4) {
    a = Math.imul(a ^ (text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)), 0x9e3779b1) ^ (b >>> 15);
    b = Math.imul(b ^ (text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16)), 0x5f356495) ^ (a >>> 13);
  }
  for (; at < length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x9e3779b1) ^ (b >>> 15);
    b = Math.imul(b, 0x5f356495) ^ (a >>> 13);
  }
  state.a = a;
  state.b = b;
}

/** The last mixing of murmur3, so that every bit depends on every other. */
function finish(state: State): void {
  const a = Math.imul(state.a ^ (state.b >>> 16), 0x85ebca6b);
  const b = Math.imul(state.b ^ (a >>> 13), 0xc2b2ae35);
  state.a = Math.imul(a ^ (b >>> 16), 0xc2b2ae35);
  state.b = Math.imul(b ^ (state.a >>> 13), 0x85ebca6b);
}
