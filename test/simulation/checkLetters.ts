/** Checks that each dead letter is deserved: the record is to blame, or someone outside, and neither our store nor the broker. */
import { refOf } from '../../lib/store/refs.ts';
import { claimKeyOf, type Effect, effectsOf, isOutside, type Letter, letterPlace, lettersOf } from './evidence.ts';
import type { Applied } from './memoryTransaction.ts';
import { isInTheDark, isProvenCrash } from './notes.ts';
import { oldOrders, orders } from './orders.ts';
import type { Ran } from './run.ts';
import { effects as effectTable, shopConfig } from './shop.ts';
import type { Written } from './workload.ts';

type Tells = NonNullable<Written['tells']>;

export function checkLetters(ran: Ran): string[] {
  const byPlace = Map.groupBy(lettersOf(ran), ({ place }) => place);
  const effects = new Map(effectsOf(ran).map((effect) => [effect.fact, effect]));
  const places = new Set(ran.written.map((one) => letterPlace(one, ran)));
  return [
    ...[...byPlace.keys()]
      .filter((place) => !places.has(place))
      .map((place) => `a letter of ${place}: nobody wrote it`),
    ...[...byPlace]
      .filter(([, copies]) => !areSame(copies))
      .map(([place]) => `two letters tell differently of ${place}`),
    ...ran.written.flatMap((one) => {
      const letter = byPlace.get(letterPlace(one, ran))?.[0];
      const wrong = wrongLetter(one, letter, effects, ran);
      return wrong ? [`${letterPlace(one, ran)} ${JSON.stringify(one.tells)}: ${wrong}`] : [];
    }),
  ];
}

function areSame(copies: readonly Letter[]): boolean {
  return new Set(copies.map(({ text }) => text)).size === 1;
}

function wrongLetter(
  one: Written,
  letter: Letter | undefined,
  effects: ReadonlyMap<string, Effect>,
  ran: Ran,
): string | null {
  const { tells, isPoison } = one;
  if (letter?.errorCode === 'CRASHED') return isProvenCrash(one, ran) ? null : told(letter);
  if (!tells) return isPoison ? expectClass('poison', letter) : expectNone(letter);
  if (one.isUnstorable) return wrongUnstorableLetter(tells, letter, effects.get(tells.fact), ran);
  // Where it is the code that is faulty, they wait until it is mended.
  if (tells.nature === 'buggy' && letter?.errorClass === 'poison') return null;
  if (tells.nature === 'failing') return expectClass('transient', letter);
  // To a collector a repeat is a record like others, whatever it tells.
  if (ran.kind === 'collect') return tells.nature === 'refused' ? expectClass('permanent', letter) : expectNone(letter);
  return isOutside(ran)
    ? wrongDeliveryLetter(tells, letter, ran)
    : wrongDecisionLetter({ one, tells }, letter, { effects, ran });
}

function wrongDecisionLetter(
  { one, tells }: { one: Written; tells: Tells },
  letter: Letter | undefined,
  { effects, ran }: { effects: ReadonlyMap<string, Effect>; ran: Ran },
): string | null {
  if (tells.nature === 'refused') return expectClass('permanent', letter);
  if (tells.nature === 'ailing' && letter?.errorClass === 'transient')
    return isAfterEffect(one, ran) ? 'too late' : null;
  const effect = effects.get(tells.fact);
  if (!effect || effect.amount === tells.amount) return expectNone(letter);
  // The other topic tells the fact in another format: a difference in content can't be known.
  const [origin] = [orders, oldOrders].filter(({ format }) => format === effect.format);
  const isComparable = ran.kind === 'journal' || origin?.name === one.record.topic;
  return isComparable ? expectClass('conflict', letter) : expectNone(letter);
}

/** Poison, unless its mark shows that it repeats what was told: then a conflict, or nothing where that came by another topic. */
function wrongUnstorableLetter(tells: Tells, letter: Letter | undefined, effect: Effect | undefined, { kind }: Ran) {
  const isKnownByMark = kind === 'tally' || kind === 'ledger';
  // Those that load nothing meet the fact's own trouble before the store refuses anything.
  const loadsNothing = kind === 'tally' || kind === 'journal';
  const isTroubled = tells.nature === 'failing' || tells.nature === 'ailing';
  if (loadsNothing && isTroubled && letter?.errorClass === 'transient') return null;
  if (!isKnownByMark || !effect) return expectClass('poison', letter);
  if (letter?.errorClass === 'poison' || letter?.errorClass === 'conflict') return null;
  return effect.format === oldOrders.format ? expectNone(letter) : expectClass('conflict', letter);
}

/** A copy of it had succeeded by then. */
function isAfterEffect(one: Written, ran: Ran): boolean {
  const { applied } = ran.world.store;
  const isBuried = ({ write }: Applied) => refOf(write).pk.startsWith(`${letterPlace(one, ran)}#`);
  const isEffect = ({ write }: Applied) => refOf(write).table === effectTable && refOf(write).pk === one.tells?.fact;
  const effectAt = applied.findIndex(isEffect);
  return effectAt >= 0 && effectAt < applied.findIndex(isBuried);
}

/** A provider may fail thrice in a row, or leave us in the dark. */
function wrongDeliveryLetter(tells: Tells, letter: Letter | undefined, ran: Ran): string | null {
  if (!letter) return null;
  const key = claimKeyOf(tells.fact);
  const calls = ran.world.provider.calls.get(`${shopConfig.name}-${key}`) ?? { made: 0, failed: 0, unclear: 0 };
  if (letter.errorCode === 'ADDRESS_REFUSED') return tells.nature === 'refused' ? null : told(letter);
  if (letter.errorCode === 'OUTCOME_UNKNOWN') {
    return ran.kind === 'sms' && (calls.unclear > 0 || isInTheDark(key, calls.made, ran)) ? null : told(letter);
  }
  const ownFailures = { flaky: 2, ailing: 3 }[tells.nature as string] ?? 0;
  // Where a breaker opens at the first failure, none of them is a try of the record.
  const theirFailures = ran.world.breaker.failures === 1 ? 0 : calls.failed;
  return letter.errorClass === 'transient' && theirFailures + ownFailures >= 3 ? null : told(letter);
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
