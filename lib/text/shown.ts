/** Foreign text, bounded and proper: no cut goes through a character, whether characters or bytes are counted. */

/** At most so many UTF-16 code units, as `length` counts them; what is no proper Unicode becomes U+FFFD. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text.toWellFormed();
  return text.slice(0, isHighSurrogate(text.charCodeAt(longest - 1)) ? longest - 1 : longest).toWellFormed();
}

/** At most so many bytes of UTF-8. */
export function cutBytes(text: string, maxBytes: number): string {
  // No code unit has more than three bytes.
  if (text.length * 3 <= maxBytes) return text.toWellFormed();
  const bytes = Buffer.from(cutText(text, maxBytes));
  if (bytes.length <= maxBytes) return bytes.toString('utf8');
  let end = maxBytes;
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

const LONGEST_SHOWN = 80;

/** For a message: the text itself, or its beginning and how long it is. */
export function shown(text: string, longest = LONGEST_SHOWN): string {
  return text.length <= longest ? text.toWellFormed() : `${cutText(text, longest)}… (${text.length} characters)`;
}

/** Anything that came as JSON, for a message: of lists and objects only that they are, for they may be of any depth. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shown(value, LONGEST_SHOWN / 2));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

/** A list for a message: the first few, each bounded, and how many follow. */
export function shownList(texts: readonly string[], separator: string, most = 10): string {
  const first = texts.slice(0, most).map((text) => shown(text, 2 * LONGEST_SHOWN));
  const more = texts.length - first.length;
  return first.join(separator) + (more > 0 ? `${separator}and ${more} more` : '');
}

const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** For a terminal: what would move its cursor, colour it or turn the text around is spelt out, as \\u001b. */
export function visible(text: string): string {
  return text.replace(unseen, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** The second, third or fourth byte of a character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
