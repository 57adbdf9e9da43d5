/** Tells one event's data from another's: equal for equal data, whatever the order of its fields. */

/** Below 2^52, so that sums are exact. Fast rather than secret: it shows mistakes, and a content made to look the same gains nothing but silence. */
export function fingerprint(data: unknown): number {
  if (typeof data === 'string') return ofText(data, 1);
  if (typeof data !== 'object' || data === null) return ofText(String(data), 2);
  if (Array.isArray(data)) return ofList(data);
  let sum = 3;
  for (const name in data) {
    const held: unknown = (data as Record<string, unknown>)[name];
    // A sum, so that the order does not matter.
    if (held !== undefined) sum = (sum + mixed(ofText(name, 4), fingerprint(held))) % LIMIT;
  }
  return sum;
}

const LIMIT = 2 ** 52;
const TWO_20 = 2 ** 20;

function ofList(list: readonly unknown[]): number {
  let all = 5;
  for (const held of list) all = mixed(all, fingerprint(held));
  return all;
}

/** Four characters a step, through two multiplications that feed each other. */
function ofText(text: string, seed: number): number {
  const { length } = text;
  let a = 0xdeadbeef ^ seed ^ length;
  let b = 0x41c6ce57 ^ seed;
  let at = 0;
  for (; at + 3 < length; at += 4) {
    a = Math.imul(a ^ (text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)), 0x9e3779b1);
    b = Math.imul(b ^ (text.charCodeAt(at + 2) | (text.charCodeAt(at + 3) << 16)), 0x5f356495) ^ (a >>> 15);
    a ^= b >>> 13;
  }
  for (; at < length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x9e3779b1);
    b = Math.imul(b ^ (a >>> 15), 0x5f356495);
  }
  return joined(a, b);
}

function mixed(one: number, other: number): number {
  const a = Math.imul((one % 4_294_967_296) ^ (other / TWO_20), 0x85ebca6b);
  const b = Math.imul((one / TWO_20) ^ (other % 4_294_967_296) ^ (a >>> 16), 0xc2b2ae35);
  return joined(a, b);
}

/** The last mixing of murmur3, so that every bit depends on every other; then 52 bits of it. */
function joined(one: number, other: number): number {
  const a = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(other ^ (other >>> 13), 0xc2b2ae35);
  const b = Math.imul(other ^ (other >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return (a >>> 0) * TWO_20 + (b >>> 12);
}
