/** What the inspection API looks into. */
import type { Inbox } from '../../lib/mail/inbox.ts';
import type { Broker } from '../broker/broker.ts';
import type { LocalFunction } from '../functions.ts';

export interface Sources {
  broker: Broker;
  inbox: Inbox;
  functions: readonly LocalFunction[];
  /** The groups of the stack's own mappings, also those that have not committed yet. */
  groups: readonly { group: string; topic: string }[];
  /** From the archive, newest first. */
  deadLetters(limit: number): Promise<unknown[]>;
}
