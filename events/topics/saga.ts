import { dlqPaymentTopic } from './platform.ts';
import { paymentPlatformTopicsOf } from './topicsOf.ts';

const topic = paymentPlatformTopicsOf({ keyRule: 'saga id', deadLetterTopic: dlqPaymentTopic.name });

export const sagaPaymentStartTopic = topic('saga.payment.start', {
  producers: ['payment-gateway'],
  consumers: ['order-service', 'channel-adapter'],
});

export const sagaPaymentCompensateTopic = topic('saga.payment.compensate', {
  producers: ['every saga participant'],
  consumers: ['payment-gateway'],
  source: 'payment-platform',
});
