import { dlqPaymentTopic } from './platform.ts';
import { paymentPlatformTopicsOf } from './topicsOf.ts';

const topic = paymentPlatformTopicsOf({ keyRule: 'order id', deadLetterTopic: dlqPaymentTopic.name });
const producers = ['order-service'];

export const orderCreatedTopic = topic('order.created', { producers, consumers: ['analytics'] });

export const orderUpdatedTopic = topic('order.updated', { producers, consumers: ['analytics', 'notification'] });

export const orderCancelledTopic = topic('order.cancelled', { producers, consumers: ['accounting', 'analytics'] });

export const orderCompletedTopic = topic('order.completed', {
  producers,
  consumers: ['accounting', 'analytics', 'notification'],
});
