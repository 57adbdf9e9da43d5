import { dlqPaymentTopic } from './platform.ts';
import { paymentPlatformTopicsOf } from './topicsOf.ts';

const topic = paymentPlatformTopicsOf({
  keyRule: "the checked subject's id (payment or user)",
  deadLetterTopic: dlqPaymentTopic.name,
});
const producers = ['risk-service'];

export const riskCheckStartedTopic = topic('risk.check.started', { producers, consumers: ['analytics'] });

export const riskCheckCompletedTopic = topic('risk.check.completed', { producers, consumers: ['analytics'] });

export const riskAlertHighTopic = topic('risk.alert.high', { producers, consumers: ['notification', 'admin-service'] });

export const riskAlertCriticalTopic = topic('risk.alert.critical', {
  producers,
  consumers: ['notification', 'admin-service'],
});
