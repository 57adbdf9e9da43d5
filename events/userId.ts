/** A user's id: a decimal string everywhere but on TRX topics, where Go readers expect a JSON number. */
import * as z from 'zod';

/** Reads both, and any other non-empty string as a foreign user's id. 0 is none: Go writes it where it knows no user. */
export const userId = z.union([z.string().min(1), z.int().positive().transform(String)]);

/** The id as TRX's readers want it. One that no number can stand for without changing stays a string. */
export function toTrxUserId(id: string): number | string {
  const number = Number(id);
  return Number.isSafeInteger(number) && number > 0 && String(number) === id ? number : id;
}
