/** Text of a body: proper Unicode, which the store and everyone who reads the event can take. */
import * as z from 'zod';
import { emailAddress } from '../mail/address.ts';

export function text(min: number, max: number) {
  return z.string().min(min).max(max).refine(isProper, 'expected proper Unicode text');
}

/** Without the blanks around it, which don't count. */
export function trimmed(min: number, max: number) {
  return z.string().trim().min(min).max(max).refine(isProper, 'expected proper Unicode text');
}

/** JSON Schema's `email` has no domains of other scripts. */
export const emailText = z.string().trim().max(254).meta({ format: 'idn-email' }).pipe(emailAddress);

function isProper(value: string): boolean {
  return value.isWellFormed();
}
