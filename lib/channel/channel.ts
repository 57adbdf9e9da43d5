/** The port to a provider that moves money. Adapters: HTTP, and a provider of its own for the local stack. */
import type { Fault } from '../errors/fault.ts';

export interface ChannelCall {
  operation: 'charge' | 'reversal' | 'payout';
  /** The provider knows the movement by it: a reversal names the charge that it takes back. */
  reference: string;
  /** The idempotency key: a second call under it moves nothing. */
  key: string;
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
  /** Whether the provider itself has said that the charge to reverse was made. */
  isCharged?: boolean;
  metadata?: Readonly<Record<string, unknown>>;
}

/** `pending`: a signed callback tells the outcome. `nothing`: there was no charge to reverse, and there will be none. */
export interface ChannelAnswer {
  status: 'approved' | 'declined' | 'pending' | 'reversed' | 'nothing';
  failureCode?: string;
  failureMessage?: string;
}

export interface Channel {
  readonly takesKeys: true;
  /**
   * Faults: REQUEST_REFUSED, THROTTLED, NOT_AUTHORISED, DEPENDENCY_UNAVAILABLE, TIMED_OUT (also where `signal` is
   * aborted), DEPENDENCY_FAILED. After the last two the money may have been moved. The key of the options is not used.
   */
  send(call: ChannelCall, options: { key: string; signal: AbortSignal }): Promise<ChannelAnswer>;
  /** The fault that a call would be refused with right now, before anything is tried; null when it would be made. */
  refusal?(): Fault | null;
}
