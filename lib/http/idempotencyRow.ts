/** What is kept of a request that came with an `Idempotency-Key`, in the transaction that did what it asked for. */
import { defineTable, type Item } from '../store/store.ts';

export interface IdempotencyRow extends Item {
  /** HMAC of the body: another one under the same key is refused. */
  bodyHash: string;
  status: number;
  /** The answer's body and whom its token was for, under a secret that only the same request comes to. */
  sealed: string;
  /** Epoch seconds. */
  expiresAt: number;
}

export const idempotencyKeys = defineTable<IdempotencyRow>({ name: 'idempotencyKeys', expires: true });
