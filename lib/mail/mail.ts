/** The port for e-mail. Adapters: the local inbox, and SES. */
import type { Fault } from '../errors/fault.ts';

export interface Email {
  to: readonly string[];
  subject: string;
  text: string;
  html: string;
}

export interface Mail {
  /** Whether a second send under the same key is recognised by the provider and sends nothing. */
  readonly takesKeys: boolean;
  /**
   * Faults: ADDRESS_REFUSED, THROTTLED, NOT_AUTHORISED, DEPENDENCY_UNAVAILABLE, TIMED_OUT (also where `signal` is
   * aborted), DEPENDENCY_FAILED, UNKNOWN. After the last three it may have been sent.
   */
  send(email: Email, options: { key: string; signal: AbortSignal }): Promise<void>;
  /** The fault that a send would be refused with right now, before anything is tried; null when it would be tried. */
  refusal?(): Fault | null;
}
