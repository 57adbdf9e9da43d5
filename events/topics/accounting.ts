import { dlqPaymentTopic } from './platform.ts';
import { paymentPlatformTopicsOf } from './topicsOf.ts';

const topic = paymentPlatformTopicsOf({ keyRule: 'account or settlement id', deadLetterTopic: dlqPaymentTopic.name });

export const accountingTransactionCreatedTopic = topic('accounting.transaction.created', {
  keyRule: 'the first account of a merchant in the journal, else the fact id',
  producers: ['accounting-service'],
  consumers: ['analytics'],
});

export const accountingBalanceUpdatedTopic = topic('accounting.balance.updated', {
  producers: ['accounting-service'],
  consumers: ['analytics', 'notification'],
});

export const accountingSettlementCreatedTopic = topic('accounting.settlement.created', {
  producers: ['settlement-service'],
  consumers: ['analytics'],
});

export const accountingSettlementCompletedTopic = topic('accounting.settlement.completed', {
  producers: ['settlement-service'],
  consumers: ['accounting', 'notification'],
});
