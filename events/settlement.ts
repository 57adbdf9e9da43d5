/** Events of settlements: what a merchant has earned is paid out to their bank. Key: the settlement's id. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { currency, minorUnits } from './money.ts';
import { accountingSettlementCompletedTopic, accountingSettlementCreatedTopic } from './topics/accounting.ts';

const settlement = z.object({
  settlement_id: z.string().min(1),
  settlement_no: z.string(),
  merchant_id: z.string().min(1),
  amount: minorUnits,
  currency,
  status: z.string(),
});

const shared = {
  version: 1,
  data: settlement,
  reads: tolerant(settlement, ['settlement_no', 'status']),
  key: (data: { settlement_id: string }) => data.settlement_id,
} as const;

export const settlementCreated = defineEvent({
  ...shared,
  type: 'accounting.settlement.created',
  topic: accountingSettlementCreatedTopic,
});

export const settlementCompleted = defineEvent({
  ...shared,
  type: 'accounting.settlement.completed',
  topic: accountingSettlementCompletedTopic,
});
