/** Rules of deliveries with outcomes: each send that counts is written down once and told once, each failed one beside its letter. */
import { marks } from '../../lib/tables/marks.ts';
import { wrongEvents } from './checkState.ts';
import { claimKeyOf, isOutside, letterPlace, lettersOf } from './evidence.ts';
import { orderCounted } from './orders.ts';
import type { Ran } from './run.ts';
import { effects, failures, shopConfig, totals } from './shop.ts';

export function checkFollowed(ran: Ran): string[] {
  if (!isOutside(ran) || !ran.isTold) return [];
  return [...wrongNotes(ran), ...wrongFailures(ran), ...wrongVersions(ran), ...wrongTold(ran)];
}

/** Written in the transaction that completes the claim: there is one without the other in no case. */
function wrongNotes(ran: Ran): string[] {
  const states = new Map(ran.world.store.itemsOf(marks).map(({ pk, state }) => [pk, state]));
  const sent = new Set(ran.world.provider.accepted.map(({ text }) => text.split('|')[0]));
  return factsOf(ran).flatMap((fact) => {
    const state = states.get(`${shopConfig.name}#${claimKeyOf(fact)}`);
    const count = putsOf(ran, effects.name, fact);
    const wanted = state === 'completed' ? 1 : 0;
    if (count !== wanted) return [`${fact} is ${state} and written down ${count} times`];
    return count > 0 && !sent.has(fact) ? [`${fact} is written down, and was never sent`] : [];
  });
}

/** Codes that end a send for good. Other letters are of records that were never about to be sent. */
const sendFaults = ['ADDRESS_REFUSED', 'OUTCOME_UNKNOWN', 'DEPENDENCY_FAILED', 'TIMED_OUT'];

function wrongFailures(ran: Ran): string[] {
  const codes = new Map(lettersOf(ran).map(({ place, errorCode }) => [place, errorCode]));
  return factsOf(ran).flatMap((fact) => {
    const telling = ran.written.filter(({ tells }) => tells?.fact === fact);
    const wanted = telling.filter((one) => sendFaults.includes(codes.get(letterPlace(one, ran)) ?? '')).length;
    const count = putsOf(ran, failures.name, fact);
    return count === wanted ? [] : [`${fact} has ${wanted} letters of sends, and ${count} failures written down`];
  });
}

/** Nobody overwrote what another had counted. */
function wrongVersions({ world }: Ran): string[] {
  const puts = world.store.applied.filter(
    ({ write }) => write.op === 'put' && [effects.name, failures.name].includes(write.table.name),
  );
  const counted = world.store.itemsOf(totals).reduce((sum, { version }) => sum + Number(version), 0);
  return counted === puts.length ? [] : [`expected totals of ${puts.length}, had ${counted}`];
}

function wrongTold(ran: Ran): string[] {
  const told = factsOf(ran).filter((fact) => putsOf(ran, effects.name, fact) > 0);
  return orderCounted.topics.flatMap(({ name }) => wrongEvents(name, ran, told));
}

function factsOf({ written }: Ran): string[] {
  return [...new Set(written.flatMap(({ tells }) => tells?.fact ?? []))];
}

function putsOf({ world }: Ran, table: string, fact: string): number {
  return world.store.applied.filter(
    ({ write }) => write.op === 'put' && write.table.name === table && write.item.pk === fact,
  ).length;
}
