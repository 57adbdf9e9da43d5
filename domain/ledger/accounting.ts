/** The journals that accounting posts for each fact about a payment, an order or a settlement. */
import * as z from 'zod';
import type { orderCancelled, orderCompleted } from '../../events/order.ts';
import type { paymentSuccess } from '../../events/payment.ts';
import type { paymentRefundSuccess } from '../../events/refund.ts';
import { riskAlertHigh } from '../../events/risk.ts';
import type { settlementCompleted } from '../../events/settlement.ts';
import type { Commit, DecisionContext, Loaded } from '../../lib/commit/commit.ts';
import type { DataOf, NewEvent } from '../../lib/envelope/event.ts';
import type { Listing } from '../../lib/store/listing.ts';
import type { Ref, Write } from '../../lib/store/store.ts';
import { bankPayouts, merchantAvailable, suspense } from './accounts.ts';
import {
  allOfOrder,
  type KnownOrder,
  type KnownPayment,
  orderFactsRef,
  paymentFactsRef,
  splitOrder,
  stateOf,
  writeOrder,
  writePayment,
} from './facts.ts';
import { type FactToPost, postJournal } from './journal.ts';
import { difference, feeOf, type PaymentFacts, type Position, position } from './position.ts';
import { type MerchantSum, mustBeAsMade, paidOutRef, payOut, type Settlement, settlementRef } from './settlement.ts';

export const accountingSettings = z.object({
  FEE_BASIS_POINTS: z.coerce.number().int().min(0).max(10_000).default(0).describe('our fee of a payment, in 1/100 %'),
});

export type AccountingSettings = z.output<typeof accountingSettings>;
type Accounting = DecisionContext<AccountingSettings>;

export type PaymentLoads = { known: Ref<KnownPayment>; order?: Ref<KnownOrder> };

export function paymentLoads({ payment_id, order_id }: DataOf<typeof paymentSuccess>): PaymentLoads {
  return { known: paymentFactsRef(payment_id), ...(order_id !== undefined && { order: orderFactsRef(order_id) }) };
}

/** Money is never refused: the journal is what the position is after the fact, less what it was before. */
export function postPayment(
  payment: DataOf<typeof paymentSuccess>,
  { known, order }: Loaded<PaymentLoads>,
  context: Accounting,
): Commit {
  const { payment_id: paymentId, merchant_id: merchantId, order_id: orderId, amount: amountMinor, currency } = payment;
  const told = { merchantId, ...(orderId !== undefined && { orderId }), amountMinor, currency };
  const feeMinor = feeOf(amountMinor, context.settings.FEE_BASIS_POINTS);
  const facts: PaymentFacts = { ...refundsOf(known), paid: { ...told, feeMinor }, ...stateOf(order) };
  const writes = writePayment(known, paymentId, facts);
  if (orderId !== undefined) writes.push(writeOrder(order, orderId, {}));
  const fact = { type: 'payment.success', id: paymentId, fields: { ...told, paymentId } };
  return post({ ...fact, moves: position(facts) }, { subject: { type: 'payment', id: paymentId }, writes }, context);
}

export type RefundLoads = { known: Ref<KnownPayment> };

export function refundLoads({ payment_id }: { payment_id: string }): RefundLoads {
  return { known: paymentFactsRef(payment_id) };
}

export function postRefund(
  refund: DataOf<typeof paymentRefundSuccess>,
  { known }: Loaded<RefundLoads>,
  context: Accounting,
): Commit {
  const { refund_id: refundId, payment_id: paymentId, amount: amountMinor, currency } = refund;
  const before = known ? factsOf(known, context) : {};
  const sum = BigInt(before.refunded?.[currency] ?? '0') + BigInt(amountMinor);
  const after = { ...before, refunded: { ...before.refunded, [currency]: String(sum) } };
  const fact = { type: 'payment.refund.success', id: refundId, fields: { refundId, paymentId, amountMinor, currency } };
  const moves = difference(position(after), position(before));
  const about = { subject: { type: 'payment', id: paymentId }, writes: writePayment(known, paymentId, after) } as const;
  return post({ ...fact, moves }, about, context);
}

export type OrderLoads = { facts: Listing<KnownOrder | KnownPayment> };

export function orderLoads({ order_id }: { order_id: string }): OrderLoads {
  return { facts: allOfOrder(order_id) };
}

/** The end of an order moves the money of all its payments; one that comes later finds the order's state. */
export function postOrderEnd(
  type: 'order.completed' | 'order.cancelled',
  data: DataOf<typeof orderCompleted> | DataOf<typeof orderCancelled>,
  { facts }: Loaded<OrderLoads>,
  context: Accounting,
): Commit {
  const { order_id: orderId, amount: amountMinor, currency } = data;
  const { order, payments } = splitOrder(facts.items);
  const told = type === 'order.completed' ? { completed: true as const } : { cancelled: true as const };
  const state = stateOf({ ...order, ...told });
  const moved = payments.map((known) => {
    const before = factsOf(known, context);
    const after = { ...before, ...state };
    return {
      before: position(before),
      after: position(after),
      writes: writePayment(known, known.sk.slice('payment#'.length), after),
    };
  });
  const moves = difference(
    moved.flatMap(({ after }) => after),
    moved.flatMap(({ before }) => before),
  );
  const writes = [...moved.flatMap((one) => one.writes), writeOrder(order, orderId, told)];
  const fact = { type, id: orderId, fields: { orderId, amountMinor, currency } };
  const reasons = state.order === 'contradictory' ? ['completed_and_cancelled'] : [];
  return post({ ...fact, moves }, { subject: { type: 'order', id: orderId }, writes, reasons }, context);
}

export type SettlementLoads = { settlement: Ref<Settlement>; paidOut: Ref<MerchantSum> };

export function settlementLoads(settled: DataOf<typeof settlementCompleted>): SettlementLoads {
  return {
    settlement: settlementRef(settled.settlement_id),
    paidOut: paidOutRef(settled.merchant_id, settled.currency),
  };
}

/**
 * Money that a settlement of ours had set aside is counted as paid out; one of another system had set nothing aside. Fault
 * FACT_CONFLICT: the settlement is ours and was made with other fields.
 */
export function postSettlement(
  settled: DataOf<typeof settlementCompleted>,
  { settlement, paidOut }: Loaded<SettlementLoads>,
  context: Accounting,
): Commit {
  const { settlement_id: settlementId, merchant_id: merchantId, amount: amountMinor, currency } = settled;
  if (settlement) mustBeAsMade(settlement, { merchantId, amountMinor, currency });
  const minor = BigInt(amountMinor);
  const moves = [
    { account: merchantAvailable(merchantId), currency, minor },
    { account: bankPayouts, currency, minor: -minor },
  ];
  const fields = { settlementId, merchantId, amountMinor, currency };
  const journal = postJournal({ type: 'accounting.settlement.completed', id: settlementId, fields, moves }, context);
  if (!settlement) return journal;
  return { ...journal, writes: [...journal.writes, payOut({ merchantId, currency, amountMinor }, paidOut)] };
}

interface About {
  subject: { type: 'payment' | 'order'; id: string };
  writes: readonly Write[];
  /** Codes of what somebody must look at. */
  reasons?: readonly string[];
}

/** The journal and the facts in one commit, and an alert for what somebody must look at. */
function post(fact: FactToPost, { subject, writes, reasons = [] }: About, context: Accounting): Commit {
  const journal = postJournal(fact, context);
  const all = movesSuspense(fact.moves) ? [...reasons, 'money_in_suspense'] : reasons;
  const alerts = all.length > 0 ? [alertOf(fact, subject, all)] : [];
  return { ...journal, writes: [...journal.writes, ...writes], events: [...journal.events, ...alerts] };
}

function movesSuspense(moves: Position): boolean {
  return moves.some(({ account, currency }) => account === suspense(currency));
}

function alertOf(fact: FactToPost, subject: About['subject'], reasons: readonly string[]): NewEvent {
  return riskAlertHigh({
    check_id: `${fact.type}:${fact.id}`,
    subject_type: subject.type,
    subject_id: subject.id,
    score: 80,
    level: 'high',
    reasons: [...reasons],
  });
}

function factsOf({ paid, refunded, order }: KnownPayment, { settings }: Accounting): PaymentFacts {
  return {
    ...(paid && { paid: { feeMinor: feeOf(paid.amountMinor, settings.FEE_BASIS_POINTS), ...paid } }),
    ...(refunded && { refunded }),
    ...(order && { order }),
  };
}

function refundsOf(known: KnownPayment | undefined): Pick<PaymentFacts, 'refunded'> {
  return known?.refunded ? { refunded: known.refunded } : {};
}
