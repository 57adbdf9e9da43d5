/** A settlement pays out what a merchant has earned, and what may become of it. */
import { settlementCompleted, settlementCreated } from '../../events/settlement.ts';
import { commit, type DecisionContext } from '../../lib/commit/commit.ts';
import {
  ALONE,
  defineTable,
  type Item,
  put,
  putIfAbsent,
  putIfVersion,
  type Ref,
  ref,
  unchangedSince,
} from '../../lib/store/store.ts';
import { newNumber } from '../numbers.ts';
import { timeAfter } from '../time.ts';
import { accountKey, balances, merchantAvailable, shardOf } from './accounts.ts';
import { type BalanceShard, creditOf } from './sums.ts';

export interface Settlement extends Item {
  version: number;
  settlementNo: string;
  merchantId: string;
  amountMinor: number;
  currency: string;
  status: 'created' | 'completed';
  createdAt: string;
  changedAt: string;
}

/**
 * Money that settlements of one merchant and currency have taken and accounting has not posted yet. Two settlements at once
 * would both see the same balance: the version keeps them from taking the same money.
 */
export interface Reserved extends Item {
  version: number;
  /** Digits: sums may be beyond 2^53 - 1. */
  reservedMinor: string;
}

export const settlements = defineTable<Settlement>({ name: 'settlements' });
export const reservations = defineTable<Reserved>({ name: 'reservations' });

const PREFIX = 'settlement#';

export function settlementRef(settlementId: string): Ref<Settlement> {
  return ref(settlements, `${PREFIX}${settlementId}`);
}

export function settlementIdOf({ pk }: Pick<Settlement, 'pk'>): string {
  return pk.slice(PREFIX.length);
}

export function reservedRef(merchantId: string, currency: string): Ref<Reserved> {
  return ref(reservations, `merchant#${merchantId}`, currency);
}

/** The one item that the merchant's money of this currency is in. */
export function availableRef(merchantId: string, currency: string): Ref<BalanceShard> {
  const account = merchantAvailable(merchantId);
  return ref(balances, accountKey(account, ''), `${currency}#${shardOf(account, '')}`);
}

/** Minor units that can be settled now; below zero where refunds took more than was earned. */
export function settleable(balance: BalanceShard | undefined, reserved: Reserved | undefined): bigint {
  return (balance ? creditOf(balance) : 0n) - BigInt(reserved?.reservedMinor ?? '0');
}

export interface SettlementRequest {
  merchantId: string;
  currency: string;
  amountMinor: number;
}

export function createSettlement(request: SettlementRequest, reserved: Reserved | undefined, context: DecisionContext) {
  const createdAt = new Date(context.nowMs).toISOString();
  const settlement: Settlement = {
    pk: `${PREFIX}${context.newId()}`,
    sk: ALONE,
    version: 1,
    settlementNo: newNumber('SET', createdAt, context),
    ...request,
    status: 'created',
    createdAt,
    changedAt: createdAt,
  };
  const { merchantId, currency, amountMinor } = request;
  const writes = [
    putIfAbsent(settlements, settlement),
    reserve({ merchantId, currency, amountMinor: BigInt(amountMinor) }, reserved),
  ];
  const event = settlementCreated(eventData(settlement), factOf(settlement, context.newId()));
  return { settlement, commit: commit({ writes, events: [event] }) };
}

/** The money stays reserved until accounting has posted it, so that nobody settles it meanwhile. */
export function completeSettlement(settlement: Settlement, context: DecisionContext) {
  const completed: Settlement = {
    ...settlement,
    version: settlement.version + 1,
    status: 'completed',
    changedAt: timeAfter(settlement.changedAt, context.nowMs),
  };
  const event = settlementCompleted(eventData(completed), factOf(completed, context.newId()));
  const writes = [putIfVersion(settlements, completed, settlement.version)];
  return { settlement: completed, commit: commit({ writes, events: [event] }) };
}

/** A negative amount gives back. */
export function reserve(
  { merchantId, currency, amountMinor }: { merchantId: string; currency: string; amountMinor: bigint },
  reserved: Reserved | undefined,
) {
  const { pk, sk } = reservedRef(merchantId, currency);
  const reservedMinor = String(BigInt(reserved?.reservedMinor ?? '0') + amountMinor);
  const item = { pk, sk, version: (reserved?.version ?? 0) + 1, reservedMinor };
  return put(reservations, item, unchangedSince(reserved, 'version'));
}

function factOf({ pk, version, changedAt }: Settlement, id: string) {
  return { id, at: changedAt, entity: { stream: pk, version } };
}

function eventData(settlement: Settlement) {
  return {
    settlement_id: settlementIdOf(settlement),
    settlement_no: settlement.settlementNo,
    merchant_id: settlement.merchantId,
    amount: settlement.amountMinor,
    currency: settlement.currency,
    status: settlement.status,
  };
}
