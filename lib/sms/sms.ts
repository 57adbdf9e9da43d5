/** The port for SMS. Adapters: the local inbox, and AWS End User Messaging. */
import type { Fault } from '../errors/fault.ts';

export interface TextMessage {
  /** E.164, with blanks or not: `+49 30 123456`. */
  to: string;
  body: string;
}

export interface Sms {
  /** Whether a second send under the same key is recognised by the provider and sends nothing. */
  readonly takesKeys: boolean;
  /**
   * Answers the provider's id of the message. Faults: ADDRESS_REFUSED (no number, or one that opted out), REQUEST_REFUSED,
   * THROTTLED, NOT_AUTHORISED, DEPENDENCY_UNAVAILABLE, TIMED_OUT (also where `signal` is aborted), DEPENDENCY_FAILED, UNKNOWN.
   * After the last three it may have been sent.
   */
  send(message: TextMessage, options: { key: string; signal: AbortSignal }): Promise<SmsReceipt>;
  /** The fault that a send would be refused with right now, before anything is tried; null when it would be tried. */
  refusal?(): Fault | null;
}

export interface SmsReceipt {
  messageId: string;
}
