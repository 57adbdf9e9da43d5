/** Records of one key in one partition take effect in offset order; an effect outside is repeated only out of need. */
import { type Effect, effectsOf, letterPlace, lettersOf } from './evidence.ts';
import type { Ran } from './run.ts';
import { oldOrders, orders } from './shop.ts';

export function checkOrder(ran: Ran): string[] {
  const buried = new Set(lettersOf(ran).map(({ place }) => place));
  const last = new Map<string, number>();
  return firstOnes(effectsOf(ran)).flatMap((effect) => {
    const record = sourceOf(effect, buried, ran);
    // What is buried may still have taken effect outside, at whatever time.
    if (!record) return [];
    const lane = `${record.topic}-${record.partition} ${record.key}`;
    const before = last.get(lane) ?? -1;
    last.set(lane, record.offset);
    return record.offset > before ? [] : [`${lane}: ${effect.fact} at ${record.offset} after ${before}`];
  });
}

/** Of a provider without keys: a second effect needs a lost answer, a death or a stall before it. */
export function checkRepeats(ran: Ran): string[] {
  if (ran.kind !== 'mail') return [];
  const byFact = Map.groupBy(effectsOf(ran), ({ fact }) => fact);
  return [...byFact].flatMap(([fact, sent]) =>
    sent.slice(1).flatMap(({ accepted: repeat }, index) => {
      const first = sent[index]?.accepted;
      if (!first || !repeat || !first.isAnswered) return [];
      const incidents = [...first.by.incidents, ...repeat.by.incidents];
      const isExcused = incidents.some((ms) => ms > first.ms - LEASE_MS && ms <= repeat.ms);
      return isExcused ? [] : [`${fact} was sent twice without need`];
    }),
  );
}

/** A stall this long before may have cost the lease. */
const LEASE_MS = 30_000;

function firstOnes(effects: readonly Effect[]): Effect[] {
  const seen = new Set<string>();
  return effects.filter(({ fact }) => !seen.has(fact) && seen.add(fact));
}

/** The first record that tells this on that topic and is not buried. */
function sourceOf({ fact, amount, format }: Effect, buried: ReadonlySet<string>, ran: Ran) {
  const topic = [orders, oldOrders].find((one) => one.format === format)?.name;
  const telling = ran.written.filter(
    (one) => one.record.topic === topic && one.tells?.fact === fact && one.tells.amount === amount,
  );
  const found = telling.find((one) => !buried.has(letterPlace(one, ran)));
  return found && ran.placed.get(found);
}
