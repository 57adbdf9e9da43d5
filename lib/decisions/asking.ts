/** Collects the items that messages' deciders ask for, and hands each its own. */
import { checkLoads } from '../commit/answers.ts';
import type { DecisionContext, Refs } from '../commit/commit.ts';
import { type ListedByName, type Listings, listAll, split } from '../commit/load.ts';
import { decisionContextByRecord, type Engine } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { ignored } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import { checkReads } from '../store/limits.ts';
import { readAll } from '../store/readAll.ts';
import type { Item, Ref, Store } from '../store/store.ts';
import { eventKey, type Mark, markRef } from '../tables/marks.ts';
import type { Answers } from './commitAll.ts';
import type { Decider } from './decider.ts';

export type Deciders = { readonly [type: string]: Decider };

/** A message whose decider has said what it must know. */
export interface Asking {
  /** Its place among the messages. */
  at: number;
  message: Message;
  own: Ref<Mark>;
  decider: Decider;
  /** Absent: nothing. */
  refs: Refs | undefined;
  /** The queries that it asks; absent: none. */
  listings?: Listings;
  context: DecisionContext;
  /** The function's name. */
  consumer: string;
  /** Why the message can't be decided. It may still be a repeat, which its mark alone shows. */
  fault?: unknown;
}

export function ask(
  messages: readonly Message[],
  { deciders, give }: Pick<Answers, 'give'> & { deciders: Deciders },
  engine: Engine,
): Asking[] {
  const decisionContextAt = decisionContextByRecord(engine);
  const asking: Asking[] = [];
  for (const [at, message] of messages.entries()) {
    const { event, record, route } = message;
    const decider = deciders[route];
    if (!decider) {
      give(at, ignored);
      continue;
    }
    const own = markRef(engine.function, eventKey(event, record));
    const context = decisionContextAt(record);
    const one = { at, message, own, decider, context, consumer: engine.function };
    try {
      const { load } = decider;
      const name = () => ({ name: `${engine.function}.load`, about: route });
      const loads = load && checkLoads(load(event as Envelope<never>, context), name);
      asking.push({ ...one, ...(loads ? split(loads) : NOTHING) });
    } catch (fault) {
      asking.push({ ...one, refs: undefined, fault });
    }
  }
  return asking;
}

const NOTHING = { refs: undefined };

/** Runs the queries of each message; answers by the index of the message. */
export async function listFor(
  asking: readonly Asking[],
  store: Pick<Store, 'query'>,
): Promise<ReadonlyMap<number, ListedByName>> {
  const wanted = asking.flatMap(({ at, listings }) => (listings ? [{ at, listings }] : []));
  if (wanted.length === 0) return NO_QUERIES;
  const listed = await listAll(
    wanted.map(({ listings }) => listings),
    store,
  );
  return new Map(wanted.map(({ at }, n) => [at, listed[n] as ListedByName]));
}

const NO_QUERIES: ReadonlyMap<number, ListedByName> = new Map();

/** The same without refs that no store can be asked for (an id of 3 KB, half a surrogate pair), where it has any. */
export function withoutRefused(one: Asking): Asking {
  try {
    for (const ref of Object.values(one.refs ?? {})) checkReads([ref]);
    return one;
  } catch (fault) {
    return { ...one, refs: undefined, fault };
  }
}

/** For each message its own mark, and behind it what its decider asked for. */
export async function readFor(asking: readonly Asking[], engine: Engine): Promise<(Item | undefined)[]> {
  const wanted: Ref[] = [];
  for (const { own, refs } of asking) {
    wanted.push(own);
    if (refs) wanted.push(...Object.values(refs));
  }
  return await readAll(wanted, engine.connections.store);
}
