/** Checks a collector: every record is counted once or dead-lettered once, in offset order, and the watermark never goes back. */

import { placeOf } from '../../lib/kafka/record.ts';
import { refOf } from '../../lib/store/refs.ts';
import { watermarks } from '../../lib/tables/watermarks.ts';
import { collectedOf, letterPlace, lettersOf, publishedOn } from './evidence.ts';
import { oldOrders, orders } from './orders.ts';
import type { Ran } from './run.ts';

export function checkCollected(ran: Ran): string[] {
  return ran.kind === 'collect' ? [...wrongCounts(ran), ...wrongOrder(ran), ...wrongWatermarks(ran)] : [];
}

function wrongCounts(ran: Ran): string[] {
  const counted = Map.groupBy(collectedOf(ran), ({ place }) => place);
  const buried = new Set(lettersOf(ran).map(({ place }) => place));
  const known = new Set([...ran.placed.values()].map(placeOf));
  return [
    ...[...counted.keys()]
      .filter((place) => !known.has(place))
      .map((place) => `${place} is counted, and nobody wrote it`),
    ...ran.written.flatMap((one) => {
      const record = ran.placed.get(one);
      const place = record ? placeOf(record) : 'never appended';
      const wanted = one.tells && !buried.has(letterPlace(one, ran)) ? 1 : 0;
      const facts = counted.get(place) ?? [];
      const isRight = facts.length === wanted && facts.every(({ told }) => told.startsWith(`${one.tells?.fact}|`));
      return isRight
        ? []
        : [`${place}: expected ${wanted} fact, had ${facts.map(({ told }) => told).join(', ') || 'none'}`];
    }),
  ];
}

/** A reader that goes through the list finds each partition's records as they stood. */
function wrongOrder(ran: Ran): string[] {
  const places = collectedOf(ran).map(({ place }) => place.split('@') as [string, string]);
  return [...Map.groupBy(places, ([partition]) => partition)].flatMap(([partition, all]) => {
    const offsets = all.map(([, offset]) => Number(offset));
    const isAscending = offsets.every((offset, n) => n === 0 || offset > (offsets[n - 1] ?? 0));
    return isAscending ? [] : [`${partition} is listed as ${offsets}`];
  });
}

/** They only go up, and in the end stand at the last record, whatever became of that. */
function wrongWatermarks({ world }: Ran): string[] {
  const back = world.store.applied.flatMap(({ write, before }) => {
    const isMove = refOf(write).table.name === watermarks.name && write.op === 'put';
    return isMove && Number(write.item['offset']) <= Number(before?.['offset'] ?? -1)
      ? [`${write.item.pk} went back`]
      : [];
  });
  const ends = new Map(world.store.itemsOf(watermarks).map(({ pk, offset }) => [pk.split('#')[1], offset]));
  const last = [orders, oldOrders].flatMap(({ name }) => {
    const records = Map.groupBy(world.log.topic(name), ({ partition }) => `${name}-${partition}`);
    return [...records].map(([partition, all]) => [partition, all.at(-1)?.offset] as const);
  });
  const short = last.filter(([partition, offset]) => ends.get(partition) !== offset);
  return [...back, ...short.map(([partition, offset]) => `the watermark of ${partition} is not at ${offset}`)];
}

/** One event a record that was counted, and no other. */
export function wrongCollectedEvents(topic: string, ran: Ran): string[] {
  const counted = new Set(collectedOf(ran).map(({ place }) => place));
  const told = new Set(publishedOn(topic, ran).map(({ id }) => id));
  const differing = [...counted.symmetricDifference(told)];
  return differing.map(
    (place) => `${topic}: ${place} is ${told.has(place) ? 'told, not counted' : 'counted, not told'}`,
  );
}
