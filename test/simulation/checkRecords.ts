/** Nothing lost, nothing buried: each record is handled, a repeat of a handled one, ignored, or has its one dead letter. */
import { claimKeyOf, type Effect, effectsOf, isOutside, type Letter, letterPlace, lettersOf } from './evidence.ts';
import type { Ran } from './run.ts';
import { orders, shopConfig } from './shop.ts';
import type { Written } from './workload.ts';

type Tells = NonNullable<Written['tells']>;

export function checkRecords(ran: Ran): string[] {
  const letters = lettersOf(ran);
  const byPlace = Map.groupBy(letters, ({ place }) => place);
  const effects = Map.groupBy(effectsOf(ran), ({ fact }) => fact);
  const letterOf = (written: Written) => byPlace.get(letterPlace(written, ran))?.[0];
  const strangers = [...byPlace.keys()].filter((place) => !ran.written.some((one) => letterPlace(one, ran) === place));
  return [
    ...strangers.map((place) => `a letter of ${place}, which nobody wrote`),
    ...[...byPlace].filter(([, copies]) => !areSame(copies)).map(([place]) => `two letters tell differently of ${place}`),
    ...ran.written.flatMap((one) => {
      const wrong = wrongLetter(one, letterOf(one), effects, ran);
      return wrong ? [`${letterPlace(one, ran)} ${JSON.stringify(one.tells)}: ${wrong}`] : [];
    }),
    ...[...Map.groupBy(ran.written, ({ tells }) => tells?.fact)].flatMap(([fact, group]) => {
      if (fact === undefined) return [];
      const unburied = group.filter((one) => !one.tells?.isContradiction && !letterOf(one));
      const wrong = wrongEffects(effects.get(fact) ?? [], { tells: group[0]?.tells, unburied }, ran);
      return wrong ? [`${fact} ${group[0]?.tells?.nature}: ${wrong}`] : [];
    }),
  ];
}

function areSame(copies: readonly Letter[]): boolean {
  return new Set(copies.map(({ text }) => text)).size === 1;
}

function wrongLetter(one: Written, letter: Letter | undefined, effects: Map<string, Effect[]>, ran: Ran): string | null {
  const { tells, isPoison } = one;
  if (!tells) return isPoison ? expectClass('poison', letter) : expectNone(letter);
  if (tells.nature === 'buggy') return expectClass('poison', letter);
  if (tells.nature === 'failing') return expectClass('transient', letter);
  if (isOutside(ran)) return wrongDeliveryLetter(tells, letter, ran);
  if (tells.nature === 'refused') return expectClass('permanent', letter);
  if (!tells.isContradiction) return expectNone(letter);
  // Told first on the other topic, in other words: then what differs here can't be known.
  const isComparable = ran.kind === 'journal' || effects.get(tells.fact)?.[0]?.format === orders.format;
  return isComparable ? expectClass('conflict', letter) : expectNone(letter);
}

/** A provider may fail thrice in a row, or leave us in the dark; neither our store nor the broker may bury anything. */
function wrongDeliveryLetter(tells: Tells, letter: Letter | undefined, ran: Ran): string | null {
  if (!letter) return null;
  const key = claimKeyOf(tells.fact);
  const calls = ran.world.provider.calls.get(`${shopConfig.name}-${key}`) ?? { made: 0, failed: 0 };
  if (letter.errorCode === 'ADDRESS_REFUSED') return tells.nature === 'refused' ? null : told(letter);
  if (letter.errorCode === 'OUTCOME_UNKNOWN') {
    return ran.kind === 'sms' && isInTheDark(key, calls.made, ran) ? null : told(letter);
  }
  return letter.errorClass === 'transient' && calls.failed >= 3 ? null : told(letter);
}

/** Someone was sending and died, or the provider's answer or ours about it was lost. */
function isInTheDark(key: string, callsMade: number, { world }: Ran): boolean {
  const senders = world.store.applied.flatMap(({ write }) => {
    const isSending = write.op === 'put' && write.item.pk === `${shopConfig.name}#${key}` && write.item['state'] === 'sending';
    return isSending ? [world.processes.get(String(write.item['owner']).split(' ')[0] ?? '')] : [];
  });
  const incidents = senders.some((sender) => sender && sender.incidents.length > 0);
  return incidents && (callsMade > 0 || senders.some((sender) => !sender?.isAlive()));
}

function wrongEffects(
  effects: readonly Effect[],
  { tells, unburied }: { tells: Tells | null | undefined; unburied: readonly Written[] },
  ran: Ran,
): string | null {
  const may = tells?.nature === 'healthy' || tells?.nature === 'flaky' || tells?.nature === 'waiting';
  if (!may) return effects.length === 0 ? null : `expected no effect, had ${effects.length}`;
  if (effects.length === 0) return unburied.length > 0 ? 'lost' : null;
  // Repeats by a provider without keys are looked at elsewhere.
  return effects.length === 1 || ran.kind === 'mail' ? null : `expected one effect, had ${effects.length}`;
}

function expectClass(errorClass: string, letter: Letter | undefined): string | null {
  return letter?.errorClass === errorClass ? null : `expected a letter of class ${errorClass}, has ${told(letter)}`;
}

function expectNone(letter: Letter | undefined): string | null {
  return letter ? told(letter) : null;
}

function told(letter: Letter | undefined): string {
  return letter ? `a letter ${letter.errorCode}` : 'no letter';
}
