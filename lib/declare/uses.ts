/** The things that a function may declare: tables, ports to the outside, and the events it publishes. */
import type { AnyEvent } from '../envelope/event.ts';
import type { Topic } from '../envelope/topic.ts';
import type { Table } from '../store/store.ts';

export type Use =
  | { kind: 'table'; table: Table; onlyReads?: true }
  /** A port, as `definePort` makes it. */
  | { kind: 'port'; name: string }
  | { kind: 'publishes'; events: readonly AnyEvent[] }
  /** Works off rows due: may invoke every consumer that declares `table(due)`. */
  | { kind: 'works-off' }
  /** Sends what others stored: may write every topic. `topics` are those that it knows the compression of. */
  | { kind: 'relays'; topics: readonly Topic[] }
  /** Creates and changes these topics on the cluster. */
  | { kind: 'administers'; topics: readonly Topic[] }
  /** Looks at the stage from inside: these topics, every table and secret, and what SES allows. */
  | { kind: 'diagnoses'; topics: readonly Topic[] };

/** Verifies and mints bearer tokens. An HTTP function gets it by its routes. */
export const tokens: Use = { kind: 'port', name: 'tokens' };

/** Blobs. Whoever publishes, and every consumer, has the port by itself. */
export const objects: Use = { kind: 'port', name: 'objects' };

export function table(shape: Table): Use {
  return { kind: 'table', table: shape };
}

/** A table that others write; its items may be read, and be the condition of a transaction. */
export function reads(shape: Table): Use {
  return { kind: 'table', table: shape, onlyReads: true };
}

/**
 * Who drains a stream meets what others stored there, so whoever publishes of an entity declares all events of that
 * entity, and may write their topics; a test compares those that share a table. Rows for another topic wait for the relay.
 */
export function publishes(...events: readonly AnyEvent[]): Use {
  return { kind: 'publishes', events };
}

export const worksOff: Use = { kind: 'works-off' };

/** `topics`: all of the catalogue. */
export function relays(topics: readonly Topic[]): Use {
  return { kind: 'relays', topics };
}

/** `topics`: those that it may create and change; it reads and writes no record of them by that. */
export function administers(topics: readonly Topic[]): Use {
  return { kind: 'administers', topics };
}

/** `topics`: those that it looks for; it reads and changes nothing. */
export function diagnoses(topics: readonly Topic[]): Use {
  return { kind: 'diagnoses', topics };
}

/** Whether the port of that name is among them. */
export function usesPort({ uses }: { uses: readonly Use[] }, name: string): boolean {
  return uses.some((use) => use.kind === 'port' && use.name === name);
}
