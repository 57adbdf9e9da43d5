/** The setting PUBLISH_CHAOS, as JSON: the trouble that a producer meets on purpose. */
import * as z from 'zod';

const chance = z.number().min(0).lt(1);

const shape = z.object({
  /** Chance that records are published a second time. */
  duplicate: chance,
  /** Chance that the broker is unavailable, and nothing is published. */
  fail: chance,
  /** Chance that the answer is lost, though all is published. */
  kill: chance,
  slowMs: z.number().min(0),
  /** Calls overtake each other; the records of a call never do. */
  reorder: z.boolean(),
  seed: z.number(),
});

export type PublishingChaos = z.output<typeof shape>;

export const publishingChaos = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      addIssue('expected JSON');
      return z.NEVER;
    }
  })
  .pipe(shape);
