/** Tokens as signed JWTs (RFC 7519), RS256 only: ours, and those of the OIDC issuer that the settings name. */
import { createLocalJWKSet, decodeJwt, errors, importJWK, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose';
import { Fault } from '../errors/fault.ts';
import { holdSecret } from '../secrets/heldSecret.ts';
import { furtherClaims, rolesIn } from './claims.ts';
import { isUseless, verifyBy } from './eachKey.ts';
import { type KeySet, type KeySource, parseKeySet, publicPart } from './keySet.ts';
import { oidcKeys } from './oidc.ts';
import type { Principal, Subject } from './principal.ts';
import { LIFETIME_SECONDS, type TokenSettings, type Tokens } from './tokens.ts';

/** How far our clocks and an issuer's may differ. */
const CLOCK_TOLERANCE_SECONDS = 5;

interface Trusted {
  issuer: string;
  audience: string;
  rolesClaim: string;
  keys: JWTVerifyGetKey;
  maxTokenAge?: number;
  /** Minted at a log-in, and at nothing else. */
  isOurs?: true;
}

export function jwtTokens(settings: TokenSettings, source: KeySource, now: () => number): Tokens {
  const held = holdSecret(async () => parseKeySet(await source.read()), now);
  const finderIn = finders();
  const ours: Trusted = {
    issuer: settings.TOKEN_ISSUER,
    audience: settings.TOKEN_AUDIENCE,
    rolesClaim: 'roles',
    maxTokenAge: LIFETIME_SECONDS,
    isOurs: true,
    keys: async (header, token) => {
      const present = await held.current();
      const isKnown = present.keys.some(({ kid }) => kid === header.kid);
      return await finderIn(isKnown ? present : await held.renewed())(header, token);
    },
  };
  const trusted = [ours, ...foreign(settings)];
  return {
    verify: (token) => verify(token, trusted, now()),
    ready: async () => void (await held.current()),
    mint: async (subject) => {
      const [key] = (await held.current()).keys;
      if (!key) throw new Fault('SETTINGS_INVALID', 'the token keys are none');
      return await sign(subject, ours, await importJWK(key, 'RS256'), { kid: key.kid, nowMs: now() });
    },
    publicKeys: async () => (await held.current()).keys.map(publicPart),
  };
}

/** A set's keys are imported once. */
function finders() {
  const made = new WeakMap<KeySet, JWTVerifyGetKey>();
  return (set: KeySet): JWTVerifyGetKey => {
    const finder = made.get(set) ?? createLocalJWKSet({ keys: set.keys.map(publicPart) });
    made.set(set, finder);
    return finder;
  };
}

function foreign({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_ROLES_CLAIM, TOKEN_AUDIENCE }: TokenSettings): Trusted[] {
  if (!OIDC_ISSUER) return [];
  return [
    {
      issuer: OIDC_ISSUER,
      audience: OIDC_AUDIENCE || TOKEN_AUDIENCE,
      rolesClaim: OIDC_ROLES_CLAIM,
      keys: oidcKeys(OIDC_ISSUER),
    },
  ];
}

async function verify(token: string, trusted: readonly Trusted[], nowMs: number) {
  try {
    // The issuer that the token claims only chooses the keys; the signature must then be theirs.
    const { iss } = decodeJwt(token);
    const by = trusted.find(({ issuer }) => issuer === iss);
    if (!by) return { refused: 'Its issuer is not known here.' };
    const { issuer, audience, maxTokenAge, rolesClaim } = by;
    const { payload } = await verifyBy(by.keys, token, {
      algorithms: ['RS256'],
      issuer,
      audience,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(nowMs),
      ...(maxTokenAge !== undefined && { maxTokenAge }),
    });
    const { sub: id = '' } = payload;
    const loggedInAt = logInOf(payload, by);
    const principal: Principal = {
      issuer,
      id,
      roles: rolesIn(payload, rolesClaim),
      claims: furtherClaims(payload),
      ...(loggedInAt !== undefined && { loggedInAt }),
    };
    return { principal };
  } catch (error) {
    return { refused: whyRefused(error) };
  }
}

/** OpenID Connect Core §2: another issuer renews tokens without a log-in, and then only `auth_time` tells of it. Ours don't. */
function logInOf({ auth_time: told, iat }: JWTPayload, { isOurs }: Trusted): number | undefined {
  const seconds = typeof told === 'number' ? told : isOurs && iat;
  return typeof seconds === 'number' ? seconds * 1000 : undefined;
}

async function sign(
  { id, roles, claims }: Subject,
  { issuer, audience }: Trusted,
  key: Awaited<ReturnType<typeof importJWK>>,
  { kid, nowMs }: { kid: string; nowMs: number },
): Promise<string> {
  const issuedAt = Math.floor(nowMs / 1000);
  return await new SignJWT({ ...claims, roles })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + LIFETIME_SECONDS)
    .sign(key);
}

/** The reason for a refusal, as far as the caller may know it. Throws a Fault where the token could not be judged at all. */
function whyRefused(error: unknown): string {
  if (error instanceof Fault) throw error;
  if (error instanceof errors.JWTExpired) return 'It has expired.';
  if (error instanceof errors.JWTClaimValidationFailed) return `Its claim ${error.claim} is not as it must be.`;
  if (error instanceof errors.JWKSNoMatchingKey) return 'No key of its issuer has its key id.';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'It must be signed with RS256.';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'Its signature is wrong.';
  if (isUseless(error)) return 'The key of its issuer is of no use.';
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return 'It is no signed JWT.';
  if (error instanceof errors.JOSENotSupported) return 'It asks for something that is not supported.';
  throw new Fault('DEPENDENCY_UNAVAILABLE', `the keys of a token’s issuer: ${String(error)}`, { cause: error });
}
