/** The way out of deliveries through one port. */

import type { Fault } from '../errors/fault.ts';
import type { Later } from './later.ts';

/**
 * The same for all deliveries of one kind. `Ports` are the connections that it sends through. A receipt is what JSON holds,
 * and short: it is kept with the claim where what follows can't be written at once.
 */
export interface Channel<Outgoing, Receipt, Ports> {
  /** The longest a send may take, in milliseconds. */
  limitMs: number;
  /** When a send was left without an answer and the provider takes no keys: send again, or give up as OUTCOME_UNKNOWN. */
  onUnknown: 'repeat' | 'dead-letter';
  takesKeys(ports: Ports): boolean;
  /** The fault that a send would be refused with right now, before anything is tried: its breaker is open. */
  refusal?(ports: Ports): Fault | null | undefined;
  /** Answers `later(…)` where nothing was sent, and is to be at that time: the record comes to `prepare` again. */
  send: (message: Outgoing, key: string, signal: AbortSignal, ports: Ports) => Promise<Receipt | Later>;
}
