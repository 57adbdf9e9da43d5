/** None of these names its event: a record without a type is not ours to guess, least of all where it sends mail. */
import { deadLetterQueueTopic, dlqNotificationTopic } from './platform.ts';
import { topicsOf } from './topicsOf.ts';

const topic = topicsOf({
  system: 'TRX',
  format: 'action',
  compression: 'none',
  keyRule: 'user id',
  deadLetterTopic: deadLetterQueueTopic.name,
});
const both = { producers: ['trx'], consumers: ['trx'] };

/** The documents use username or user id as the key; we always the id, or one user would sit in two partitions. */
export const trxUserEventsTopic = topic('user-events', both);

export const trxOrderEventsTopic = topic('order-events', { ...both, keyRule: 'order id' });

export const trxNotificationEventsTopic = topic('notification-events', {
  ...both,
  deadLetterTopic: dlqNotificationTopic.name,
});

export const trxUserBehaviorTopic = topic('user-behavior', both);
