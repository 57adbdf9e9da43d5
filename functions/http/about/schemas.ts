/** Answers of the routes that describe the API itself: health, document and keys. */
import * as z from 'zod';

export const health = z.object({ status: z.literal('ok') });

export const document = z.object({ openapi: z.string() }).loose();

const key = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  alg: z.literal('RS256'),
  use: z.literal('sig'),
});

export const publicKeys = z.object({ keys: z.array(key) });
