/** Phone numbers, everywhere in the project: E.164, as providers take them (https://www.itu.int/rec/T-REC-E.164). */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** A number with its blanks, brackets and hyphens; longer text is none. */
const LONGEST = 40;

/**
 * `+4930123456` of `+49 30 123456`; undefined where it is none: no `+`, an unknown country, too many digits or too few for
 * its country, or an extension. Whether the number is assigned is not asked: numbering plans change faster than libraries.
 */
export function e164(text: string): string | undefined {
  const written = text.trim();
  if (written.length > LONGEST) return undefined;
  const number = parsePhoneNumberFromString(written, { extract: false });
  return number?.isPossible() && number.ext === undefined ? number.number : undefined;
}
