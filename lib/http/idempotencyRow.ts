/** The row by which a request is recognised. It is written in the transaction that does what the request asks for. */
import { defineTable, type Item } from '../store/store.ts';

export interface IdempotencyRow extends Item {
  /** HMAC of what was sent: another request under the same name is no repeat. */
  bodyHash: string;
  status: number;
  /** The answer's body and whom its token was for, under a secret that only the same request comes to. */
  sealed: string;
  /** Epoch seconds. */
  expiresAt: number;
}

/** Requests that came with an `Idempotency-Key`. */
export const idempotencyKeys = defineTable<IdempotencyRow>({ name: 'idempotencyKeys', expires: true });

/** Messages of providers, by their id and time. */
export const seenCallbacks = defineTable<IdempotencyRow>({ name: 'seenCallbacks', expires: true });
