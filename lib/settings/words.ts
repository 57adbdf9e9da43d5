/** Words of the environment. */
import * as z from 'zod';

/** One of these words, in any case: `LOG_LEVEL=DEBUG`. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.string().trim().toLowerCase().pipe(z.enum(words));
}

export function trueOr(usual: 'true' | 'false') {
  return oneOf(['true', 'false'])
    .default(usual)
    .transform((text) => text === 'true');
}
