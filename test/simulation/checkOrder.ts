/** Each fact takes effect once, those of one key and partition in offset order; outside, again only out of need. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { type Effect, effectsOf, isOutside, letterPlace, lettersOf } from './evidence.ts';
import { oldOrders, orders } from './orders.ts';
import type { Ran } from './run.ts';
import { dueAfterMs } from './shop.ts';
import type { Nature } from './workload.ts';

/** Nothing lost, and nothing of ours twice. */
export function checkEffects(ran: Ran): string[] {
  if (ran.kind === 'collect') return [];
  const letters = new Map(lettersOf(ran).map((letter) => [letter.place, letter]));
  const letterOf = (one: Ran['written'][number]) => letters.get(letterPlace(one, ran));
  const effects = Map.groupBy(effectsOf(ran), ({ fact }) => fact);
  return [...Map.groupBy(ran.written, ({ tells }) => tells?.fact)].flatMap(([fact, telling]) => {
    if (fact === undefined) return [];
    // A refusal is remembered for all that tell of the fact.
    const isRefused = isOutside(ran) && telling.some((one) => letterOf(one)?.errorClass === 'permanent');
    const isOwed = !isRefused && telling.some((one) => !letterOf(one));
    const wrong = wrongCount(effects.get(fact)?.length ?? 0, { nature: telling[0]?.tells?.nature, isOwed }, ran);
    return wrong ? [`${fact} ${telling[0]?.tells?.nature}: ${wrong}`] : [];
  });
}

function wrongCount(count: number, { nature, isOwed }: { nature: Nature | undefined; isOwed: boolean }, ran: Ran) {
  const hasNone = nature === 'failing' || nature === 'refused';
  if (hasNone) return count === 0 ? null : `expected no effect, had ${count}`;
  if (count === 0) return isOwed ? 'lost' : null;
  // Effects that a provider without keys repeats are checked below.
  return count === 1 || ran.kind === 'mail' ? null : `expected one effect, had ${count}`;
}

export function checkOrder(ran: Ran): string[] {
  if (ran.kind === 'collect') return [];
  const buried = new Set(lettersOf(ran).map(({ place }) => place));
  const last = new Map<string, number>();
  return firstOnes(effectsOf(ran)).flatMap((effect) => {
    const record = sourceOf(effect, buried, ran);
    // A dead-lettered record may still have taken effect outside, at whatever time; one that was put off left its place.
    if (!record || isPutOff(effect, ran)) return [];
    const lane = `${record.topic}-${record.partition} ${record.key}`;
    const before = last.get(lane) ?? -1;
    last.set(lane, record.offset);
    return record.offset > before ? [] : [`${lane}: ${effect.fact} at ${record.offset} after ${before}`];
  });
}

/** Checks a provider without keys: a second effect needs a lost answer, a death or a stall before it. */
export function checkRepeats(ran: Ran): string[] {
  if (ran.kind !== 'mail') return [];
  const sent = ran.world.provider.accepted.toSorted((a, b) => a.calledMs - b.calledMs);
  return [...Map.groupBy(sent, ({ key }) => key).values()].flatMap((all) =>
    all.slice(1).flatMap((repeat, index) => {
      const first = all[index] ?? repeat;
      const incidents = [...first.by.incidents, ...repeat.by.incidents];
      const isExcused = incidents.some((ms) => ms > first.calledMs - LEASE_MS && ms <= repeat.calledMs);
      return isExcused || !first.isAnswered ? [] : [`${repeat.text} was sent twice without need`];
    }),
  );
}

/** A stall this long before may have cost the lease. */
const LEASE_MS = 30_000;

function isPutOff({ fact }: Effect, { kind }: Ran): boolean {
  return kind === 'later' && dueAfterMs(fact) !== undefined;
}

function firstOnes(effects: readonly Effect[]): Effect[] {
  const seen = new Set<string>();
  return effects.filter(({ fact }) => !seen.has(fact) && seen.add(fact));
}

/** The record that it comes from. Where one that tells the same is buried, it may be either. */
function sourceOf({ fact, amount, format }: Effect, buried: ReadonlySet<string>, ran: Ran): KafkaRecord | undefined {
  const topic = [orders, oldOrders].find((one) => one.format === format)?.name;
  const telling = ran.written.filter(
    ({ record, tells }) => record.topic === topic && tells?.fact === fact && tells.amount === amount,
  );
  const alive = telling.filter((one) => !buried.has(letterPlace(one, ran)));
  const [first] = alive;
  return first && alive.length === telling.length ? ran.placed.get(first) : undefined;
}
