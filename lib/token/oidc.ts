/** The keys of an OIDC issuer, found as OpenID Connect Discovery 1.0 has it, and kept by jose. */
import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import { Fault } from '../errors/fault.ts';

const TIMEOUT_MS = 3_000;

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Discovery is tried anew by the next token where it failed. Fault DEPENDENCY_UNAVAILABLE. */
export function oidcKeys(issuer: string): JWTVerifyGetKey {
  let finding: Promise<JWTVerifyGetKey> | undefined;
  return async (header, token) => {
    finding ??= discover(issuer).catch((error: unknown) => {
      finding = undefined;
      throw error;
    });
    return await (await finding)(header, token);
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    const found = discovered.parse(await response.json());
    if (found.issuer !== issuer) throw new Error(`it calls itself ${found.issuer}`);
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: TIMEOUT_MS });
  } catch (cause) {
    throw new Fault('DEPENDENCY_UNAVAILABLE', `${url}: ${String(cause)}`, { cause });
  }
}
