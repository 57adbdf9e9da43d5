/** Where a request comes from, as far as it is told. */
import * as z from 'zod';
import type { Origin } from '../../../domain/users/logIn.ts';
import type { ActionRequest } from '../../../lib/http/action.ts';
import { cutText } from '../../../lib/text/shown.ts';

export const originSettings = z.object({
  COUNTRY_HEADER: z
    .string()
    .regex(/^(?:[A-Za-z][A-Za-z0-9-]{0,63})?$/, 'expected the name of a header, or nothing')
    .default('')
    .describe(
      'header in which a CDN in front tells a caller’s country (ISO 3166-1), such as cloudfront-viewer-country; empty where none stands there, for then callers could set it themselves',
    ),
});

export type OriginSettings = z.output<typeof originSettings>;

/** Longer ones than any browser's are cut. */
const MAX_USER_AGENT_CHARACTERS = 512;
const COUNTRY = /^[A-Z]{2}$/;

export function originOf({ address, headers }: ActionRequest, { COUNTRY_HEADER }: OriginSettings): Origin {
  const country = COUNTRY_HEADER === '' ? undefined : headers[COUNTRY_HEADER.toLowerCase()]?.toUpperCase();
  const userAgent = headers['user-agent'] && cutText(headers['user-agent'], MAX_USER_AGENT_CHARACTERS);
  return {
    ip: address,
    ...(country !== undefined && COUNTRY.test(country) && { country }),
    ...(userAgent && { userAgent }),
  };
}
