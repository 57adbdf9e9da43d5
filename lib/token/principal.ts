/** Who calls, and as what: read from a verified token, or written into a new one. */
export const roles = ['user', 'merchant', 'admin', 'service'] as const;

export type Role = (typeof roles)[number];

/** The subject that a token is minted for. */
export interface Subject {
  /** A user's id, a merchant's, or a name for people and services. */
  id: string;
  roles: readonly Role[];
  merchantId?: string;
}

export interface Principal extends Subject {
  issuer: string;
  /** Epoch milliseconds of the log-in that the token stands for, where its issuer tells. */
  loggedInAt?: number;
}

/** The id that "own" means to a role; undefined where the role owns nothing. */
export function ownId(role: Role, { id, merchantId }: Subject): string | undefined {
  switch (role) {
    case 'user':
      return id;
    case 'merchant':
      return merchantId;
    case 'admin':
    case 'service':
      return undefined;
    default:
      return role satisfies never;
  }
}
