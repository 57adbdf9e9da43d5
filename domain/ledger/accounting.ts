/** The journals that accounting posts for each fact about a payment. */
import * as z from 'zod';
import type { paymentSuccess } from '../../events/payment.ts';
import type { Commit, DecisionContext, Loaded } from '../../lib/commit/commit.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import { ALONE, defineTable, type Item, put, type Ref, ref, unchangedSince } from '../../lib/store/store.ts';
import { postJournal } from './journal.ts';
import { difference, type Paid, type PaymentFacts, position } from './position.ts';

export const accountingSettings = z.object({
  FEE_BASIS_POINTS: z.coerce.number().int().min(0).max(10_000).default(0).describe('our fee of a payment, in 1/100 %'),
});

export type AccountingSettings = z.output<typeof accountingSettings>;

/** The facts about one payment that accounting has received, in whatever order. `version` keeps two facts from overlooking each other. */
export interface KnownFacts extends Item {
  version: number;
  paid?: { merchantId: string; orderId?: string; amountMinor: number; currency: string };
}

export const paymentFacts = defineTable<KnownFacts>({ name: 'paymentFacts' });

export type Facts = { known: Ref<KnownFacts> };

export function factsOf(paymentId: string): Facts {
  return { known: ref(paymentFacts, `payment#${paymentId}`) };
}

/** Money is never refused: the journal is what the position is after the fact, less what it was before. */
export function postPayment(
  payment: DataOf<typeof paymentSuccess>,
  { known }: Loaded<Facts>,
  context: DecisionContext<AccountingSettings>,
): Commit {
  const { FEE_BASIS_POINTS: fee } = context.settings;
  const before: PaymentFacts = known?.paid ? { paid: known.paid } : {};
  const paid = paidOf(payment);
  const journal = postJournal(
    {
      type: 'payment.success',
      id: payment.payment_id,
      fields: { ...paid, paymentId: payment.payment_id },
      currency: paid.currency,
      moves: difference(position({ ...before, paid }, fee), position(before, fee)),
    },
    context,
  );
  const facts = { pk: `payment#${payment.payment_id}`, sk: ALONE, version: (known?.version ?? 0) + 1, paid };
  return { ...journal, writes: [...journal.writes, put(paymentFacts, facts, unchangedSince(known, 'version'))] };
}

function paidOf(payment: DataOf<typeof paymentSuccess>): Paid {
  const { merchant_id: merchantId, order_id: orderId, amount: amountMinor, currency } = payment;
  return { merchantId, ...(orderId !== undefined && { orderId }), amountMinor, currency };
}
