/** Topics of the whole platform: analytics, audit, and where the records go that nobody could handle. */
import { paymentPlatformTopicsOf, topicsOf } from './topicsOf.ts';

const deadLetters = {
  format: 'raw',
  compression: 'none',
  keyRule: 'the original key, byte for byte',
  deadLetterTopic: null,
} as const;
const paymentDeadLetters = topicsOf({ system: 'PAY', ...deadLetters });
const otherDeadLetters = topicsOf({ system: 'CARD', ...deadLetters });

/** Takes the dead letters of the payment, order, accounting, risk and saga topics. */
export const dlqPaymentTopic = paymentDeadLetters('dlq.payment', {
  partitions: 1,
  producers: ['failing consumers', 'Kafka Connect'],
  consumers: ['admin-service'],
  source: '',
});

/** Takes the dead letters of records that would have become a message to somebody. */
export const dlqNotificationTopic = paymentDeadLetters('dlq.notification', {
  partitions: 1,
  producers: ['failing consumers', 'Kafka Connect'],
  consumers: ['admin-service'],
  source: '',
});

/** Takes the dead letters of all other topics. */
export const deadLetterQueueTopic = otherDeadLetters('dead-letter-queue', {
  producers: ['failing consumers'],
  consumers: [],
  source: '',
});

const deadLetterTopic = deadLetterQueueTopic.name;

export const analyticsEventsTopic = paymentPlatformTopicsOf({ keyRule: 'the subject', deadLetterTopic })(
  'analytics.events',
  { producers: ['every service'], consumers: ['analytics-service'], source: 'payment-platform' },
);

export const auditLogsTopic = paymentPlatformTopicsOf({ keyRule: 'the actor', deadLetterTopic })('audit.logs', {
  partitions: 6,
  producers: ['every service'],
  consumers: ['admin-service', 'analytics-service'],
  source: 'payment-platform',
});
