/** Settings of bearer tokens: ours, and those of another issuer. */
import * as z from 'zod';

export const tokenSettings = {
  TOKEN_ISSUER: z.string().min(1).default('event-functions').describe('`iss` of our own tokens'),
  TOKEN_AUDIENCE: z.string().min(1).default('event-functions').describe('`aud` of our own tokens'),
  TOKEN_KEYS_SECRET: z.string().min(1).optional().describe('secret with the keys of our tokens (a JWK set) on AWS'),
  OIDC_ISSUER: z.string().optional().describe('URL of another issuer whose tokens are taken (OpenID Connect)'),
  OIDC_AUDIENCE: z.string().optional().describe('`aud` of its tokens; TOKEN_AUDIENCE by default'),
  OIDC_ROLES_CLAIM: z
    .string()
    .default('roles')
    .transform((claim) => claim || 'roles')
    .describe('claim of its tokens that holds roles; dots go deeper'),
};
