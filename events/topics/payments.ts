/** Refunds carry the payment's id as their key too, so that one payment's events stay in order. */
import { dlqPaymentTopic } from './platform.ts';
import { paymentPlatformTopicsOf } from './topicsOf.ts';

const topic = paymentPlatformTopicsOf({ keyRule: 'payment id', deadLetterTopic: dlqPaymentTopic.name });
const producers = ['payment-gateway'];

export const paymentCreatedTopic = topic('payment.created', {
  producers,
  consumers: ['analytics', 'notification'],
});

export const paymentSuccessTopic = topic('payment.success', {
  producers,
  consumers: ['accounting', 'analytics', 'notification'],
});

export const paymentFailedTopic = topic('payment.failed', {
  producers,
  consumers: ['analytics', 'notification'],
});

export const paymentRefundCreatedTopic = topic('payment.refund.created', {
  producers,
  consumers: ['analytics'],
});

export const paymentRefundSuccessTopic = topic('payment.refund.success', {
  producers,
  consumers: ['accounting', 'analytics', 'notification'],
});

export const paymentRefundFailedTopic = topic('payment.refund.failed', {
  producers,
  consumers: ['analytics', 'notification'],
});
