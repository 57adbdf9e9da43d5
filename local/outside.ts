/** The providers outside, as they are locally: the messages that the local adapter of each port took. */
import { ports } from '../lib/connect/ports.ts';
import type { Inbox } from '../lib/port/inbox.ts';
import type { Inspection, Port } from '../lib/port/port.ts';

/** Messages by the name of their list: `emails`. */
export type Sent = Readonly<Record<string, readonly unknown[]>>;

export interface Outside {
  /** Messages of each list, newest first. */
  sent: Readonly<Record<string, (limit: number) => Promise<unknown[]>>>;
  /** From here on: answers what one function sent meanwhile. A stack at work on the same state may add its own. */
  watch(name: string): () => Sent;
  close(): void;
}

/** A list that scripts find among a replay's effects, though no port fills it yet. */
const notSentYet: Sent = { webhooks: [] };

export async function openOutside(file: string): Promise<Outside> {
  const lists = inspected().map(async ({ list, open }) => [list, await open(file)] as const);
  const inboxes = await Promise.all(lists);
  return {
    sent: Object.fromEntries(inboxes.map(([list, inbox]) => [list, async (limit: number) => inbox.list(limit)])),
    watch(name) {
      const positions = new Map(inboxes.map(([list, inbox]) => [list, inbox.position()]));
      return () => {
        const sent = inboxes.map(([list, inbox]) => [list, sentSince(inbox, positions.get(list) ?? 0, name)]);
        return { ...Object.fromEntries(sent), ...notSentYet };
      };
    },
    close: () => {
      for (const [, inbox] of inboxes) inbox.close();
    },
  };
}

/** A line for each message, for people. */
export function tellSent(sent: Sent): string[] {
  return inspected().flatMap(({ list, tell }) => (sent[list] ?? []).map(tell));
}

function inspected(): Inspection<unknown>[] {
  return ports.flatMap(({ inspection }: Port) => inspection ?? []);
}

function sentSince(inbox: Inbox<never, unknown>, position: number, name: string): unknown[] {
  const received = inbox.list(inbox.position() - position, position) as { function?: string }[];
  return received.filter((message) => message.function === name);
}
