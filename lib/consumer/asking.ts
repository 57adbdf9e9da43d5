/** What messages' deciders must know, and the items that they asked for. */
import type { Refs, Surroundings } from '../commit/commit.ts';
import { type Engine, surroundingsByPlace } from '../connect/engine.ts';
import type { Envelope } from '../envelope/envelope.ts';
import { readAll } from '../store/readAll.ts';
import type { Item, Ref } from '../store/store.ts';
import type { Answers } from './commitAll.ts';
import type { Decider } from './decider.ts';
import { eventKey, type Mark, markRef } from './marks.ts';
import type { Message } from './message.ts';
import { ignored } from './result.ts';

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
  surroundings: Surroundings;
}

export function ask(
  messages: readonly Message[],
  { deciders, give, fail }: Answers & { deciders: Deciders },
  engine: Engine,
): Asking[] {
  const surroundingsAt = surroundingsByPlace(engine);
  const asking: Asking[] = [];
  for (const [at, message] of messages.entries()) {
    const { event, record, route } = message;
    const decider = deciders[route];
    if (!decider) {
      give(at, ignored);
      continue;
    }
    try {
      const surroundings = surroundingsAt(record);
      const refs = decider.load?.(event as Envelope<never>, surroundings);
      asking.push({ at, message, own: markRef(engine.function, eventKey(event, record)), decider, refs, surroundings });
    } catch (error) {
      fail(at, error);
    }
  }
  return asking;
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
