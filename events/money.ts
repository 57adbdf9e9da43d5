/** Money in events: integers only, never beyond 2^53 - 1, in a currency's minor unit. */
import * as z from 'zod';

export const minorUnits = z.int().positive();

/** ISO 4217, upper case. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'expected three capital letters (ISO 4217)');
