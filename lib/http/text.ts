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

/** The schema of a person's name: `form` makes the kept form of the written one, `flawOf` says why there is none. */
export function nameText(
  form: (written: string) => string,
  flawOf: (name: string) => string | undefined,
  [min, max]: readonly [number, number],
) {
  const kept = z
    .string()
    .min(min)
    .max(max)
    .superRefine((name, context) => {
      const flaw = isProper(name) ? flawOf(name) : 'expected proper Unicode text';
      if (flaw !== undefined) context.addIssue({ code: 'custom', message: flaw });
    });
  return z.string().trim().min(min).max(max).transform(form).pipe(kept);
}

function isProper(value: string): boolean {
  return value.isWellFormed();
}
