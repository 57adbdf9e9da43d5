/** The parts of the stack that the inspection API reads. */
import type { Broker } from '../broker/broker.ts';
import type { LocalFunction } from '../functions.ts';

export interface Sources {
  broker: Broker;
  functions: readonly LocalFunction[];
  /** A sentence by the name of each function whose code can't be loaded; those without a config are in no other list. */
  broken: ReadonlyMap<string, string>;
  /** The groups of the stack's own mappings, also those that have not committed yet. */
  groups: readonly { group: string; topic: string }[];
  /** Messages sent through each port, newest first, by the name of its list: `emails`. */
  sent: Readonly<Record<string, (limit: number) => Promise<unknown[]>>>;
  /** From the archive, newest first. */
  deadLetters(limit: number): Promise<unknown[]>;
}
