/** Each fact moves what it makes a difference to; `domain/ledger/position.ts` says where a payment's money is. */
import {
  type AccountingSettings,
  type OrderLoads,
  orderLoads,
  type PaymentLoads,
  paymentLoads,
  postOrderEnd,
  postPayment,
  postRefund,
  postSettlement,
  type RefundLoads,
  refundLoads,
  type SettlementLoads,
  settlementLoads,
} from '../../../domain/ledger/accounting.ts';
import type { orderCancelled, orderCompleted } from '../../../events/order.ts';
import type { paymentSuccess } from '../../../events/payment.ts';
import type { paymentRefundSuccess } from '../../../events/refund.ts';
import type { settlementCompleted } from '../../../events/settlement.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

const payment: Decider<typeof paymentSuccess, PaymentLoads, AccountingSettings> = {
  load: ({ data }) => paymentLoads(data),
  decide: ({ data }, facts, context) => postPayment(data, facts, context),
};

const refund: Decider<typeof paymentRefundSuccess, RefundLoads, AccountingSettings> = {
  load: ({ data }) => refundLoads(data),
  decide: ({ data }, facts, context) => postRefund(data, facts, context),
};

const completion: Decider<typeof orderCompleted, OrderLoads, AccountingSettings> = {
  load: ({ data }) => orderLoads(data),
  decide: ({ data }, facts, context) => postOrderEnd('order.completed', data, facts, context),
};

const cancellation: Decider<typeof orderCancelled, OrderLoads, AccountingSettings> = {
  load: ({ data }) => orderLoads(data),
  decide: ({ data }, facts, context) => postOrderEnd('order.cancelled', data, facts, context),
};

const settlement: Decider<typeof settlementCompleted, SettlementLoads, AccountingSettings> = {
  load: ({ data }) => settlementLoads(data),
  decide: ({ data }, facts, context) => postSettlement(data, facts, context),
};

export const postAccounting = {
  'payment.success': payment,
  'payment.refund.success': refund,
  'order.completed': completion,
  'order.cancelled': cancellation,
  'accounting.settlement.completed': settlement,
};
