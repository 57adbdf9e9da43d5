/** Text of a body: proper Unicode, which the store and everyone who reads the event can take. */
import * as z from 'zod';

export function text(min: number, max: number) {
  return z
    .string()
    .min(min)
    .max(max)
    .refine((value) => value.isWellFormed(), 'expected proper Unicode text');
}
