/** The port to tokens: verifies them, mints them, shows the public keys. */
import type { PublicKey } from './keySet.ts';
import type { Principal, Subject } from './principal.ts';

export type Verified = { principal: Principal } | { refused: string };

export interface Tokens {
  /** Answers why a token is refused; faults (SETTINGS_INVALID, DEPENDENCY_UNAVAILABLE) mean that the keys can't be had. */
  verify(token: string): Promise<Verified>;
  /** Before anything is written that a token is promised for: has the keys, or throws the fault. */
  ready(): Promise<void>;
  /** Good for LIFETIME_SECONDS. */
  mint(subject: Subject): Promise<string>;
  /** The public parts of our own keys. */
  publicKeys(): Promise<PublicKey[]>;
}

/** Our own tokens expire after 15 minutes: a stolen one is of use for no longer, and nobody has to revoke it. */
export const LIFETIME_SECONDS = 900;

export interface TokenSettings {
  TOKEN_ISSUER: string;
  TOKEN_AUDIENCE: string;
  OIDC_ISSUER?: string | undefined;
  OIDC_AUDIENCE?: string | undefined;
  OIDC_ROLES_CLAIM: string;
}
