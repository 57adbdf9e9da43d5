/** Recognises a message that was handled before: by its mark, or by the item that its effect left. */
import type { Commit } from '../commit/commit.ts';
import { idInKeys } from '../envelope/idInKeys.ts';
import { Fault } from '../errors/fault.ts';
import { placeOf } from '../kafka/record.ts';
import { duplicate, type Result } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import { type Item, putIfAbsent, type Ref } from '../store/store.ts';
import { type Mark, markExpiry, marks } from '../tables/marks.ts';
import { shown } from '../text/shown.ts';

type Repeat = Result & { kind: 'done' };

/** A message whose effect is to be written. */
export interface Handled {
  message: Message;
  own: Ref<Mark>;
  /** The fingerprint of what it tells. */
  content: number;
}

/** The mark that it is done. */
export function completionMark({ message, own: { pk, sk }, content }: Handled, when: { nowMs: number; iso: string }) {
  return putIfAbsent(marks, {
    pk,
    sk,
    state: 'completed',
    at: when.iso,
    expiresAt: markExpiry(message.topic, when.nowMs),
    eventId: idInKeys(message.event.id),
    origin: originOf(message),
    content,
  });
}

/** Only records of one topic, format and event id compare; other topics tell the same fact in other words. Fault ID_REUSED. */
export function recogniseRepeat(mark: Mark, message: Message, content: number): Repeat {
  const { event, record } = message;
  if (mark.origin === originOf(message) && mark.content !== content) {
    throw new Fault('ID_REUSED', `${shown(event.type)} ${shown(event.id)} at ${placeOf(record)}`);
  }
  return duplicate;
}

/** The effect's own item is there: the same fact told again, or another one under its id. Fault FACT_CONFLICT. */
export function compareEffect({ once, sameAs = [] }: Commit, found: Item | undefined): Repeat {
  const wanted = typeof once === 'object' ? once.item : undefined;
  const differing = sameAs.filter((name) => found?.[name] !== wanted?.[name]);
  if (differing.length > 0)
    throw new Fault('FACT_CONFLICT', `${shown(wanted?.pk ?? '')}: other ${differing.join(', ')}`);
  return duplicate;
}

function originOf({ record, event }: Message): string {
  return `${record.topic} ${event.format}`;
}
