/** Who calls, and as what: read from a verified token, or written into a new one. */

/** Role → the claim of a token that says what is its holder's own (`sub`, or one of its further claims). Absent: nothing is. */
export interface Roles {
  readonly [role: string]: { readonly owns?: string };
}

/** The subject that a token is minted for. */
export interface Subject {
  /** The claim `sub`: the id of a person or company, or a name for a service. */
  id: string;
  roles: readonly string[];
  /** Further claims of text, such as the id of the company that the subject acts for. */
  claims?: Readonly<Record<string, string>>;
}

export interface Principal extends Subject {
  issuer: string;
  /** Epoch milliseconds of the log-in that the token stands for, where its issuer tells. */
  loggedInAt?: number;
}

/** The id that "own" means to a role; undefined where the role owns nothing, or the token doesn't say. */
export function ownId(role: string, roles: Roles, { id, claims }: Subject): string | undefined {
  const claim = roles[role]?.owns;
  if (claim === undefined) return undefined;
  return claim === 'sub' ? id : claims?.[claim];
}

/** Tells callers apart; it stays the same when one gains a role. */
export function callerNames(roles: Roles, { issuer, id, claims }: Principal): string[] {
  return [issuer, id, ...furtherClaims(roles).map((claim) => claims?.[claim] ?? '')];
}

/** The principal with the roles and claims that are declared: an issuer's other words mean nothing here. */
export function knownPart(principal: Principal, roles: Roles): Principal {
  const { claims = {}, ...rest } = principal;
  const owned = furtherClaims(roles).flatMap((name) => {
    const held = Object.hasOwn(claims, name) ? claims[name] : undefined;
    return held === undefined ? [] : [[name, held] as const];
  });
  return {
    ...rest,
    roles: principal.roles.filter((role) => Object.hasOwn(roles, role)),
    ...(owned.length > 0 && { claims: Object.fromEntries(owned) }),
  };
}

/** The claims beside `sub` that a role owns something by, each once. */
function furtherClaims(roles: Roles): string[] {
  const claims = Object.values(roles).flatMap(({ owns }) => owns ?? []);
  return [...new Set(claims)].filter((claim) => claim !== 'sub');
}
