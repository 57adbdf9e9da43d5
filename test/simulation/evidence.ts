/** The evidence that a run leaves: effects of our own and outside, dead letters, and published events. */
import { createHmac } from 'node:crypto';
import { fromLetter } from '../../lib/deadLetter/letter.ts';
import { headerText, type KafkaRecord, placeOf } from '../../lib/kafka/record.ts';
import { refOf } from '../../lib/store/refs.ts';

import { DEAD_LETTERS } from './orders.ts';
import type { Accepted } from './provider.ts';
import type { Ran } from './run.ts';
import { effects, listings, shopConfig } from './shop.ts';
import { settings } from './worker.ts';
import type { Written } from './workload.ts';

export interface Effect {
  fact: string;
  amount: number;
  /** Tells the topic that it came from. */
  format: string;
  /** The message of an effect outside, as the provider took it. */
  accepted?: Accepted;
}

export interface Letter {
  place: string;
  errorClass: string;
  errorCode: string;
  /** It may be published several times, but never in two versions. */
  text: string;
}

export function isOutside({ kind }: Ran): boolean {
  return ['mail', 'keyedMail', 'later', 'sms'].includes(kind);
}

/** In the order in which they happened. */
export function effectsOf(ran: Ran): Effect[] {
  const { store, provider } = ran.world;
  if (isOutside(ran)) return provider.accepted.map((accepted) => ({ ...parse(accepted.text), accepted }));
  if (ran.kind === 'collect') return collectedOf(ran).map(({ told }) => parse(told));
  return store.applied.flatMap(({ write }) =>
    write.op === 'put' && refOf(write).table === effects ? [parse(String(write.item['told']))] : [],
  );
}

export interface CollectedFact {
  /** The place of the record, such as `orders-1@1042`. */
  place: string;
  told: string;
}

/** The facts in the listed objects, in their order. */
export function collectedOf({ world }: Ran): CollectedFact[] {
  const listed = world.store.itemsOf(listings).sort((one, other) => (one.sk < other.sk ? -1 : 1));
  return listed.flatMap((item) => {
    const bytes = world.objects.all.get(String(item['object']));
    const lines = bytes ? Buffer.from(bytes).toString('utf8') : 'missing|0||nowhere@0';
    return lines.split('\n').map((line) => {
      const cut = line.lastIndexOf('|');
      return { told: line.slice(0, cut), place: line.slice(cut + 1) };
    });
  });
}

export function lettersOf({ world }: Ran): Letter[] {
  return world.log.topic(DEAD_LETTERS).map((record) => {
    const story = fromLetter(record.headers);
    const text = record.headers.map(([name, value]) => `${name}=${Buffer.from(value)}`).join(' ');
    return {
      place: story?.letterId ?? '',
      errorClass: story?.errorClass ?? '',
      errorCode: story?.errorCode ?? '',
      text,
    };
  });
}

/** `x-dead-letter-id` of what became of this. */
export function letterPlace(written: Written, ran: Ran): string {
  const record = ran.placed.get(written);
  return record ? `${shopConfig.name}#${placeOf(record).replace('@', '-')}` : 'never appended';
}

/** The key of the claims of this fact; with the function's name it is the provider's key. */
export function claimKeyOf(fact: string): string {
  return createHmac('sha256', settings.DIGEST_SECRET ?? '')
    .update(fact)
    .digest('base64url');
}

export interface Published {
  id: string;
  fact: string;
  account: string;
  count: number;
}

export function publishedOn(topic: string, { world }: Ran): Published[] {
  return world.log.topic(topic).map((record: KafkaRecord) => {
    const { fact, account, count } = JSON.parse(Buffer.from(record.value ?? []).toString('utf8')) as Published;
    return { id: headerText(record.headers, 'x-event-id') ?? '', fact, account, count };
  });
}

function parse(told: string): Effect {
  const [fact = '', amount, format = ''] = told.split('|');
  return { fact, amount: Number(amount), format };
}
