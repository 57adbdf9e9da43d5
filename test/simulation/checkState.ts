/** Checks the store and the published topics when all is quiet. */

import { placeOf } from '../../lib/kafka/record.ts';
import { outbox } from '../../lib/outbox/outbox.ts';
import { refOf } from '../../lib/store/refs.ts';
import type { Item } from '../../lib/store/store.ts';
import { marks } from '../../lib/tables/marks.ts';
import { wrongCollectedEvents } from './checkCollected.ts';
import { deferralsOf } from './checkDue.ts';
import { effectsOf, isOutside, type Published, publishedOn } from './evidence.ts';
import { orderCounted } from './orders.ts';
import type { Ran } from './run.ts';
import { totals } from './shop.ts';

export function checkState(ran: Ran): string[] {
  const { world } = ran;
  return [
    ...(ran.isEndless ? ['never quiet'] : []),
    ...world.surprises,
    ...world.store.itemsOf(outbox).map(({ pk }) => `still in the outbox: ${pk}`),
    ...reopened(ran),
    ...settledTwice(ran),
    ...(isOutside(ran)
      ? []
      : [...wrongSums(ran), ...orderCounted.topics.flatMap(({ name }) => wrongEventsOf(name, ran))]),
  ];
}

const final = ['completed', 'refused', 'dead-lettered', 'deferred'];

/** Nothing follows completed, refused, dead-lettered and deferred; and in the end no claim is left. */
function reopened({ world, reports }: Ran): string[] {
  const changed = world.store.applied.filter(
    ({ write, before, after }) =>
      refOf(write).table === marks && write.op !== 'check' && (isChanged(before, after) || isStolen(before, after)),
  );
  const crashed = new Set(reports.filter(({ errorCode }) => errorCode === 'CRASHED').map(placeOf));
  const open = world.store.itemsOf(marks).filter((mark) => !final.includes(String(mark['state'])) && !isFree(mark));
  // A record that is given up unread leaves its claim behind.
  const held = open.filter(({ owner }) => !crashed.has(String(owner).split(' ').at(-1) ?? ''));
  return [
    ...changed.map(({ before }) => `the ${before?.['state']} mark ${before?.pk} was overwritten`),
    ...held.map((mark) => `the mark ${mark.pk} is still ${mark['state']}`),
  ];
}

/** Lapsed from the start: its record was settled. */
function isFree({ at, leaseUntilMs }: Item): boolean {
  return Date.parse(String(at)) === leaseUntilMs;
}

/** Only who holds a claim may end it. */
function isStolen(before: Item | undefined, after: Item | undefined): boolean {
  if (!after || before?.['owner'] === undefined) return false;
  return final.includes(String(after['state'])) && after['owner'] !== before['owner'];
}

/** Its owner may say again what it was not heard to say. */
function isChanged(before: Item | undefined, after: Item | undefined): boolean {
  const isSame = after !== undefined && ['state', 'owner'].every((name) => after[name] === before?.[name]);
  return final.includes(String(before?.['state'])) && !isSame;
}

/**
 * But a record that its process twice did not survive may have been done by one of the two; and what code gave up that
 * was mended meanwhile may have been done by the mended one, where two workers have it at once.
 */
function settledTwice(ran: Ran): string[] {
  const settled = ran.reports.filter(({ outcome }) => outcome === 'handled' || outcome === 'dead-letter');
  const buggy = new Set(
    ran.written.flatMap((one) => {
      const record = ran.placed.get(one);
      return record && one.tells?.nature === 'buggy' ? [placeOf(record)] : [];
    }),
  );
  // A record that is put off is handled each time.
  const deferrals = deferralsOf(ran);
  return [...Map.groupBy(settled, placeOf)].flatMap(([place, all]) => {
    if (buggy.has(place) && new Set(all.map(({ outcome }) => outcome)).size === all.length) return [];
    const crashes = all.filter(({ errorCode }) => errorCode === 'CRASHED').length;
    return crashes <= 1 && all.length - crashes <= 1 + (deferrals.get(place) ?? 0)
      ? []
      : [`${place} was settled ${all.length} times`];
  });
}

/** Totals hold what the effects add up to. */
function wrongSums(ran: Ran): string[] {
  if (ran.kind === 'journal') return [];
  const effects = effectsOf(ran);
  const items = ran.world.store.itemsOf(totals);
  const wanted = [effects.length, effects.reduce((sum, { amount }) => sum + amount, 0)];
  const had = ['version', 'amount'].map((name) => items.reduce((sum, item) => sum + Number(item[name]), 0));
  return `${wanted}` === `${had}` ? [] : [`expected totals of ${wanted}, had ${had}`];
}

function wrongEventsOf(topic: string, ran: Ran): string[] {
  return ran.kind === 'collect' ? wrongCollectedEvents(topic, ran) : wrongEvents(topic, ran);
}

/** One event a fact, on each of its topics; of a stream, the first occurrences in version order. */
export function wrongEvents(topic: string, ran: Ran, told = effectsOf(ran).map(({ fact }) => fact)): string[] {
  const published = publishedOn(topic, ran);
  const ids = new Map([...Map.groupBy(published, ({ fact }) => fact)].map(([fact, all]) => [fact, idsOf(all)]));
  const facts = new Set(told);
  const wrong = [...new Set([...ids.keys(), ...facts])].filter((fact) => ids.get(fact)?.size !== 1 || !facts.has(fact));
  return [
    ...wrong.map(
      (fact) => `${topic}: ${fact} has ${ids.get(fact)?.size ?? 0} events for ${facts.has(fact) ? 1 : 0} effects`,
    ),
    ...(ran.kind === 'ledger' || isOutside(ran) ? outOfOrder(published) : []).map(
      (event) => `${topic}: ${event.account} ${event.count} too early`,
    ),
  ];
}

function outOfOrder(published: readonly Published[]): Published[] {
  const highest = new Map<string, number>();
  return published.filter(({ account, count }) => {
    const before = highest.get(account) ?? 0;
    highest.set(account, Math.max(before, count));
    return count > before + 1;
  });
}

function idsOf(published: readonly Published[]): Set<string> {
  return new Set(published.map(({ id }) => id));
}
