/** The counts of some days. */
import * as z from 'zod';

export const daysQuery = z.object({ from: z.iso.date(), to: z.iso.date() });

export const dayCounts = z.object({
  counter: z.string(),
  days: z.array(z.object({ day: z.iso.date(), count: z.int() })),
});
