/** The records of a run: healthy, repeated, told on two topics, contradicting, broken, refused and troublesome ones. */
import { Fault } from '../../lib/errors/fault.ts';
import type { NewRecord } from '../../lib/kafka/record.ts';
import type { Kind } from './kinds.ts';
import { type Order, oldOrders, orders } from './orders.ts';
import type { Random } from './random.ts';
import type { Trouble } from './shop.ts';

/**
 * The fault of a fact, whichever record tells of it. `flaky` never fails often enough to be given up, `ailing` just
 * often enough, if one worker has all of it; `failing` does so at every try, and `buggy` until the code is mended.
 */
export type Nature = 'healthy' | 'flaky' | 'ailing' | 'waiting' | 'failing' | 'refused' | 'buggy';

export interface Written {
  record: NewRecord;
  /** null: a record that tells of no fact at all. */
  tells: { fact: string; amount: number; nature: Nature } | null;
  /** A record without a fact, which nobody can read. */
  isPoison: boolean;
  /** Names an account that no key of a store can hold. */
  isUnstorable?: boolean;
}

const natures: readonly [Nature, ...Nature[]] = [
  'healthy',
  'healthy',
  'healthy',
  'healthy',
  'flaky',
  'ailing',
  'waiting',
  'failing',
  'refused',
  'buggy',
];

/** No order has this amount of its own. */
const CONTRADICTING = 100;

/** Texts that no key of a store holds, or only just: too long, and half a surrogate pair. */
const HOSTILE = ['x'.repeat(3_000), '\ud800'] as const;

/** In the order in which they are appended. */
export function drawWorkload(random: Random, kind: Kind, mayAil: boolean): Written[] {
  const written: Written[] = [];
  const insert = (one: Written, from: number) => written.splice(random.between(from, written.length), 0, one);
  for (let number = random.between(4, 10); number > 0; number -= 1) {
    const drawn = random.pick(natures);
    // Where workers overlap, one may give up what another does.
    const nature = drawn === 'ailing' && (!mayAil || isByFact(kind) || kind === 'collect') ? 'flaky' : drawn;
    const { first, copies, repeats } = drawFact({ fact: `f${number}`, nature }, random, kind);
    for (const one of [first, ...copies]) insert(one, 0);
    // A repeat or contradiction comes after its original; a copy on another topic may come first.
    for (const one of repeats) insert(one, written.indexOf(first) + 1);
    if (random.chance(0.15)) insert(factless(random), 0);
  }
  return written;
}

function drawFact({ fact, nature }: { fact: string; nature: Nature }, random: Random, kind: Kind) {
  const amount = nature === 'refused' ? -1 : random.between(1, 9);
  const order: Order = { account: `a-${random.between(1, 3)}`, fact, amount };
  const key = random.chance(0.9) ? order.account : null;
  const told = { nature, key, id: `${random.chance(0.1) ? random.pick(HOSTILE) : 'event'}-${fact}` };
  const sometimes = (probability: number, one: () => Written) => (random.chance(probability) ? [one()] : []);
  return {
    first: tell(order, told),
    copies: sometimes(0.2, () => tell(order, { ...told, on: 'old-orders' })),
    repeats: [
      ...sometimes(0.2, () => tell(order, told)),
      ...sometimes(nature === 'refused' ? 0 : 0.1, () => tell({ ...order, amount: CONTRADICTING }, told)),
      ...sometimes(0.1, () => tellUnstorable({ ...order, amount: CONTRADICTING }, told, random)),
      ...sometimes(isByFact(kind) ? 0.15 : 0, () => tell(order, { ...told, id: `other-${fact}` })),
    ],
  };
}

/** These recognise a fact under whatever event id. */
function isByFact(kind: Kind): boolean {
  return kind !== 'tally' && kind !== 'ledger' && kind !== 'collect';
}

interface Telling {
  nature: Nature;
  key: string | null;
  on?: 'old-orders';
  id: string;
}

/** In its partition behind the fact that it repeats, though it names an account of no store. */
function tellUnstorable(order: Order, telling: Telling, random: Random): Written {
  const { headers } = tell(order, telling).record;
  const told = tell({ ...order, account: random.pick(HOSTILE) }, telling);
  return { ...told, record: { ...told.record, headers }, isUnstorable: true };
}

function tell(order: Order, { nature, key, on, id }: Telling): Written {
  const value = on
    ? { ...order, action: 'place', event_id: id, timestamp: '2026-11-21T07:59:00Z' }
    : { ...order, id, type: 'order.placed', version: '1.0', timestamp: '2026-11-21T07:59:00Z', source: 'shop' };
  const topic = on ? oldOrders.name : orders.name;
  const { fact, amount } = order;
  return {
    ...recordOf(topic, key, { value: JSON.stringify(value), account: order.account }),
    tells: { fact, amount, nature },
    isPoison: false,
  };
}

function factless(random: Random): Written {
  const account = `a-${random.between(1, 3)}`;
  const [value, isPoison] = random.pick<[string | null, boolean]>([
    ['{"broken', true],
    [null, true],
    [JSON.stringify({ id: 'unheld', type: 'order.placed', account: random.pick(HOSTILE), fact: 'f', amount: 1 }), true],
    ['{"id": "wrong", "type": "order.placed", "amount": "much"}', true],
    ['{"id": "other", "type": "order.seen"}', false],
  ]);
  return { ...recordOf(orders.name, account, { value, account }), tells: null, isPoison };
}

function recordOf(topic: string, key: string | null, { value, account }: { value: string | null; account: string }) {
  const record: NewRecord = {
    topic,
    key: key === null ? null : Buffer.from(key),
    value: value === null ? null : Buffer.from(value),
    // Sends keyless ones of a fact to one partition.
    headers: [['x-account', Buffer.from(account)]],
  };
  return { record };
}

/** A fact's troubles are counted over all processes. */
export function drawTrouble(written: readonly Written[], random: Random, isMended: () => boolean): Trouble {
  const natureOf = new Map(written.flatMap(({ tells }) => (tells ? [[tells.fact, tells.nature]] : [])));
  const left = new Map([...natureOf].map(([fact, nature]) => [fact, nature === 'ailing' ? 3 : random.between(1, 2)]));
  return ({ fact }) => {
    const nature = natureOf.get(fact) ?? 'healthy';
    if (nature === 'failing') throw new Error('fails at every try');
    if (nature === 'buggy' && !isMended()) throw new TypeError('undefined is not a function');
    if (nature === 'buggy') return;
    const troubles = left.get(fact) ?? 0;
    if (troubles === 0 || nature === 'healthy' || nature === 'refused') return;
    left.set(fact, troubles - 1);
    if (nature === 'waiting') throw new Fault('DEPENDENCY_UNAVAILABLE', 'for a moment');
    throw new Error('fails now and then');
  };
}
