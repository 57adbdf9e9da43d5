/** A settlement pays out what a merchant has earned, and what may become of it. */
import { settlementCompleted, settlementCreated } from '../../events/settlement.ts';
import { commit, type DecisionContext } from '../../lib/commit/commit.ts';
import { Fault } from '../../lib/errors/fault.ts';
import {
  ALONE,
  defineTable,
  type Item,
  type Put,
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
  /** The channel's word on the payout; absent until it has answered. */
  payout?: 'pending' | 'paid' | 'declined' | 'unknown';
  payoutCode?: string;
  createdAt: string;
  changedAt: string;
}

/** A sum of settlements of one merchant and currency, which only grows. */
export interface MerchantSum extends Item {
  version: number;
  /** Digits: sums may be beyond 2^53 - 1. */
  sumMinor: string;
}

export const settlements = defineTable<Settlement>({ name: 'settlements' });
/** All settlements: the version keeps two at once from taking the same money. */
export const reservations = defineTable<MerchantSum>({ name: 'reservations' });
/** Those of ours that accounting has posted. Accounting alone writes it. */
export const payouts = defineTable<MerchantSum>({ name: 'payouts' });

const PREFIX = 'settlement#';

export function settlementRef(settlementId: string): Ref<Settlement> {
  return ref(settlements, `${PREFIX}${settlementId}`);
}

export function settlementIdOf({ pk }: Pick<Settlement, 'pk'>): string {
  return pk.slice(PREFIX.length);
}

export function reservedRef(merchantId: string, currency: string): Ref<MerchantSum> {
  return ref(reservations, `merchant#${merchantId}`, currency);
}

export function paidOutRef(merchantId: string, currency: string): Ref<MerchantSum> {
  return ref(payouts, `merchant#${merchantId}`, currency);
}

/** The one item that the merchant's money of this currency is in. */
export function availableRef(merchantId: string, currency: string): Ref<BalanceShard> {
  const account = merchantAvailable(merchantId);
  return ref(balances, accountKey(account, ''), `${currency}#${shardOf(account, '')}`);
}

/**
 * Minor units that can be settled now; below zero where refunds took more than was earned. `paidOut` must not be read after
 * the balance: a settlement that is posted in between would be given back and still be in the balance.
 */
export function settleable({ balance, reserved, paidOut }: Standing): bigint {
  const open = BigInt(reserved?.sumMinor ?? '0') - BigInt(paidOut?.sumMinor ?? '0');
  return (balance ? creditOf(balance) : 0n) - open;
}

interface Standing {
  balance: BalanceShard | undefined;
  reserved: MerchantSum | undefined;
  paidOut: MerchantSum | undefined;
}

export interface SettlementRequest {
  merchantId: string;
  currency: string;
  amountMinor: number;
}

export function createSettlement(
  request: SettlementRequest,
  reserved: MerchantSum | undefined,
  context: DecisionContext,
) {
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
  const aside = grown(reservedRef(request.merchantId, request.currency), reserved, request);
  const writes = [putIfAbsent(settlements, settlement), aside];
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

/** Fault FACT_CONFLICT: with other fields, money would be given back where none was set aside, and then be paid out. */
export function mustBeAsMade(settlement: Settlement, told: SettlementRequest): void {
  const fields = ['merchantId', 'amountMinor', 'currency'] as const;
  const differing = fields.filter((field) => settlement[field] !== told[field]);
  if (differing.length === 0) return;
  throw new Fault('FACT_CONFLICT', `${settlement.pk}: other ${differing.join(', ')} than the settlement was made with`);
}

/** Accounting's part: the money has left the merchant's balance, so it need not be set aside any more. */
export function payOut(request: SettlementRequest, paidOut: MerchantSum | undefined): Put {
  return grown(paidOutRef(request.merchantId, request.currency), paidOut, request);
}

function grown(to: Ref<MerchantSum>, found: MerchantSum | undefined, { amountMinor }: SettlementRequest): Put {
  const { table, pk, sk } = to;
  const sumMinor = String(BigInt(found?.sumMinor ?? '0') + BigInt(amountMinor));
  return put(table, { pk, sk, version: (found?.version ?? 0) + 1, sumMinor }, unchangedSince(found, 'version'));
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
