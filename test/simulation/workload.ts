/** The records of a run: healthy, repeated, told on two topics, contradicting, broken, refused and troublesome ones. */
import { Fault } from '../../lib/errors/fault.ts';
import type { NewRecord } from '../../lib/kafka/record.ts';
import type { Random } from './random.ts';
import { type Kind, type Order, oldOrders, orders, type Trouble } from './shop.ts';

/** What is wrong with a fact, whichever record tells of it. `failing` does so at every try. */
type Nature = 'healthy' | 'flaky' | 'waiting' | 'failing' | 'refused' | 'buggy';

export interface Written {
  record: NewRecord;
  /** null: a record that tells of no fact at all. */
  tells: { fact: string; amount: number; nature: Nature; isContradiction: boolean } | null;
  /** Of a record without a fact. */
  isPoison: boolean;
}

const natures: readonly [Nature, ...Nature[]] = ['healthy', 'healthy', 'healthy', 'healthy', 'flaky', 'waiting', 'failing', 'refused', 'buggy'];

/** In the order in which they are appended. */
export function drawWorkload(random: Random, kind: Kind): Written[] {
  const written: Written[] = [];
  const facts = random.between(4, 10);
  for (let number = 0; number < facts; number += 1) {
    const nature = random.pick(natures);
    const order: Order = {
      account: `a-${random.between(1, 3)}`,
      fact: `f${number}`,
      amount: nature === 'refused' ? -1 : random.between(1, 9),
    };
    const key = random.chance(0.9) ? order.account : null;
    const first = tell(order, { nature, key });
    // The copy may come first; what repeats or contradicts comes after.
    const earliest = random.between(0, written.length);
    written.splice(earliest, 0, first);
    const later = (one: Written) => written.splice(random.between(written.indexOf(first) + 1, written.length), 0, one);
    if (random.chance(0.2)) written.splice(random.between(0, written.length), 0, tell(order, { nature, key, on: 'old-orders' }));
    if (random.chance(0.2)) later(tell(order, { nature, key }));
    if (nature !== 'refused' && random.chance(0.1)) later(tell({ ...order, amount: 100 }, { nature, key, isContradiction: true }));
    if (isByFact(kind) && random.chance(0.15)) later(tell(order, { nature, key, id: `other-${order.fact}` }));
    if (random.chance(0.15)) written.splice(random.between(0, written.length), 0, without(random));
  }
  return written;
}

/** These recognise a fact under whatever event id. */
export function isByFact(kind: Kind): boolean {
  return kind !== 'tally' && kind !== 'ledger';
}

interface Telling {
  nature: Nature;
  key: string | null;
  on?: 'old-orders';
  id?: string;
  isContradiction?: boolean;
}

function tell(order: Order, { nature, key, on, id = `event-${order.fact}`, isContradiction = false }: Telling): Written {
  const value = on
    ? { ...order, action: 'place', event_id: id, timestamp: '2026-11-21T07:59:00Z' }
    : { ...order, id, type: 'order.placed', version: '1.0', timestamp: '2026-11-21T07:59:00Z', source: 'shop' };
  const topic = on ? oldOrders.name : orders.name;
  const { fact, amount } = order;
  return { ...recordOf(topic, key, { value: JSON.stringify(value), account: order.account }), tells: { fact, amount, nature, isContradiction }, isPoison: false };
}

function without(random: Random): Written {
  const account = `a-${random.between(1, 3)}`;
  const [value, isPoison] = random.pick<[string | null, boolean]>([
    ['{"broken', true],
    [null, true],
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

/** A fact's troubles are counted over all processes, so that no process alone meets three of them. */
export function drawTrouble(written: readonly Written[], random: Random): Trouble {
  const natureOf = new Map(written.flatMap(({ tells }) => (tells ? [[tells.fact, tells.nature]] : [])));
  const left = new Map([...natureOf.keys()].map((fact) => [fact, random.between(1, 2)]));
  return ({ fact }) => {
    const nature = natureOf.get(fact);
    if (nature === 'failing') throw new Error('fails at every try');
    if (nature === 'buggy') throw new TypeError('undefined is not a function');
    const troubles = left.get(fact) ?? 0;
    if (troubles === 0 || (nature !== 'flaky' && nature !== 'waiting')) return;
    left.set(fact, troubles - 1);
    if (nature === 'flaky') throw new Error('fails now and then');
    throw new Fault('DEPENDENCY_UNAVAILABLE', 'for a moment');
  };
}
